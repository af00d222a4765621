"""The pages of bringing in accounts, through the site itself."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.ledger.actions import run_check, run_confirm
from styrhus.ledger.demo_imports import make_demo_imports
from styrhus.ledger.models import AccountsImport, Entry, ImportMapping, ImportState
from tests.factories import World
from tests.ledger.test_import_lines import content
from tests.ledger.test_imports import checked, here, line, posted

__all__ = ["here"]
Browser = Callable[[User], Client]


def test_from_upload_to_posted(here: World, browser: Browser):
    client = browser(here.controller)
    assert "Ingen regnskapsfiler ennå" in client.get(reverse("ledger:imports")).content.decode()
    file = SimpleUploadedFile("mars.csv", content(line(), line("-30,50")))
    form = {"agency": here.agency.pk, "year": 2023, "basis": "cash", "file": file}
    response = client.post(reverse("ledger:import_upload"), form)
    accounts = AccountsImport.objects.get()
    assert response.url == accounts.get_absolute_url()
    page = client.get(accounts.get_absolute_url()).content.decode()
    assert "Filen kontrolleres" in page
    assert client.get(reverse("ledger:import_status", args=[accounts.pk])).status_code == 200
    run_check(accounts)
    status = client.get(reverse("ledger:import_status", args=[accounts.pk]))
    assert status["HX-Redirect"] == accounts.get_absolute_url()
    page = client.get(accounts.get_absolute_url()).content.decode()
    assert "Klar til å føres: 1 måned" in page
    client.post(reverse("ledger:confirm_import", args=[accounts.pk]))
    accounts.refresh_from_db()
    assert accounts.state == ImportState.CONFIRMING
    run_confirm(accounts)
    page = client.get(accounts.get_absolute_url()).content.decode()
    assert Entry.objects.get().get_absolute_url() in page
    for name in ("import_difference", "import_lines", "import_faults"):
        assert client.get(reverse(f"ledger:{name}", args=[accounts.pk])).status_code == 200
    original = client.get(reverse("ledger:import_file", args=[accounts.pk]))
    assert b"".join(original.streaming_content) == content(line(), line("-30,50"))


def test_wrong_lines_are_handed_out_and_taken_back(here: World, browser: Browser):
    accounts = checked(here, line(), line("ti"))
    client = browser(here.controller)
    page = client.get(accounts.get_absolute_url()).content.decode()
    assert "1 linje må rettes" in page
    assert "Ikke et beløp" in client.get(reverse("ledger:import_faults", args=[accounts.pk])).content.decode()
    file = b"".join(client.get(reverse("ledger:import_faults_file", args=[accounts.pk])).streaming_content)
    assert file.decode("utf-8-sig").count("\r\n") == 2
    mended = file.replace(b'"ti"', b'"10,00"')
    client.post(reverse("ledger:import_mend", args=[accounts.pk]), {"file": SimpleUploadedFile("rettet.csv", mended)})
    run_check(accounts)
    accounts.refresh_from_db()
    assert accounts.wrong_lines == 0
    assert client.get(reverse("ledger:import_faults_file", args=[accounts.pk])).status_code == 404


def test_a_form_with_an_empty_file_keeps_what_was_typed(here: World, browser: Browser):
    form = {"agency": here.agency.pk, "year": 2021, "basis": "cash", "file": SimpleUploadedFile("tom.csv", b"")}
    response = browser(here.controller).post(reverse("ledger:import_upload"), form)
    assert response.status_code == 422
    assert "Filen er tom" in response.content.decode()
    assert "2021" in response.content.decode()


def test_a_mapping_is_made_changed_and_taken_out_of_use(here: World, browser: Browser):
    client = browser(here.controller)
    form = {"agency": here.agency.pk, "name": "Hovedbok", "heading_row": 1, "column_period": "P", "column_post": "Q"}
    response = client.post(reverse("ledger:new_import_mapping"), form)
    assert response.status_code == 422
    client.post(reverse("ledger:new_import_mapping"), form | {"column_account": "A", "column_amount": "B"})
    mapping = ImportMapping.objects.get()
    assert "Hovedbok" in client.get(reverse("ledger:import_mappings")).content.decode()
    assert client.get(reverse("ledger:import_mapping", args=[mapping.pk])).status_code == 200
    client.post(reverse("ledger:retire_import_mapping", args=[mapping.pk]), follow=True)
    assert "Hovedbok" not in client.get(reverse("ledger:import_upload")).content.decode()


def test_others_see_nothing_of_it(here: World, browser: Browser):
    accounts = posted(here, line())
    address = accounts.get_absolute_url()
    assert browser(here.people[Role.AUDITOR]).get(address).status_code == 200
    assert browser(here.other_controller).get(address).status_code == 404
    for user in (here.people[Role.MINISTRY_OFFICIAL], here.people[Role.CASE_OFFICER], here.stranger):
        assert browser(user).get(address).status_code == 403
    auditor = browser(here.people[Role.AUDITOR])
    assert auditor.post(reverse("ledger:confirm_import", args=[accounts.pk])).status_code == 403


def test_the_demo_comes_in_through_the_real_acts(here: World):
    for _time in range(2):  # made again, it changes nothing
        make_demo_imports(agency=here.agency, controller=here.controller, director=here.people[Role.DIRECTOR])
    states = list(AccountsImport.objects.order_by("pk").values_list("state", "wrong_lines"))
    assert states == [("confirmed", 0), ("confirmed", 0), ("confirmed", 0), ("checked", 3)]
    assert Entry.objects.count() == 12 + 1 + 1
