from django.urls import path

from .views import adoption, changes, findings, items, letters, review

app_name = "intake"
urlpatterns = [
    path("", letters.letters, name="letters"),
    path("nytt/", letters.upload, name="upload"),
    path("<int:pk>/", letters.letter, name="letter"),
    path("<int:pk>/status/", letters.status, name="status"),
    path("<int:pk>/les-igjen/", letters.read_again, name="read_again"),
    path("<int:pk>/brevhode/", letters.head, name="head"),
    path("<int:pk>/forkast/", letters.discard, name="discard"),
    path("<int:pk>/gjennomgang/", review.review, name="review"),
    path("<int:pk>/punkt/nytt/<slug:kind>/", items.add, name="add_item"),
    path("<int:pk>/punkt/<int:item>/", items.edit, name="item"),
    path("<int:pk>/punkt/<int:item>/avvis/", items.reject, name="reject_item"),
    path("<int:pk>/punkt/<int:item>/ta-tilbake/", items.restore, name="restore_item"),
    path("<int:pk>/punkt/<int:item>/angre/", items.undo, name="undo_item"),
    path("<int:pk>/punkt/<int:item>/sla-sammen/", items.merge, name="merge_item"),
    path("<int:pk>/funn/", findings.findings, name="findings"),
    path("<int:pk>/funn/<int:finding>/", findings.decide, name="decide_finding"),
    path("<int:pk>/svar/", findings.reply, name="reply"),
    path("<int:pk>/svar.docx", findings.reply_docx, name="reply_docx"),
    path("<int:pk>/vedta/", adoption.adopt, name="adopt"),
    path("<int:pk>/endringer/", changes.changes, name="changes"),
    path("<int:pk>/endringer/avgjor/", changes.decide, name="decide_change"),
    path("<int:pk>/endringer/<int:decision>/ta-opp/", changes.reopen, name="reopen_change"),
    path("<int:pk>/endringer/bekreft/", changes.confirm, name="confirm"),
]
