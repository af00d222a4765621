from collections.abc import Sequence
from typing import Any

from django.urls import path

from .views import collections, coverage, directives, knowledge, ministry, overview, property, relations
from .views.registers import Register, change_view, list_view, new_view, page_view

app_name = "obligations"


def register(address: str, one: Register, *, change: bool = True) -> Sequence[Any]:
    """The pages of a register: its list, a new row, one row, changing it."""
    rows = [
        path(f"{address}/", list_view(one), name=one.list_url),
        path(f"{address}/ny/", new_view(one), name=f"new_{one.url}"),
        path(f"{address}/<int:pk>/", page_view(one), name=one.url),
    ]
    return [*rows, path(f"{address}/<int:pk>/endre/", change_view(one), name=f"change_{one.url}")] if change else rows


urlpatterns = [
    path("", overview.overview, name="overview"),
    path("fellesforinger/", directives.directives, name="directives"),
    path("fellesforinger/plan-<int:plan>/", directives.directives, name="directives"),
    path("fellesforinger/<int:pk>/", directives.directive, name="directive"),
    path("fellesforinger/<int:pk>/type/", directives.directive_kind, name="directive_kind"),
    path("fellesforinger/<int:pk>/arsrapport/", directives.text, name="text"),
    path("fellesforinger/<int:pk>/arsrapport/godkjenn/", directives.approve, name="approve"),
    path("fellesforinger/<int:pk>/arsrapport.docx", directives.text_file, {"form": "docx"}, name="text_docx"),
    path("fellesforinger/<int:pk>/arsrapport.csv", directives.text_file, {"form": "csv"}, name="text_csv"),
    path("fellesforinger/innslag/<int:pk>/stryk/", directives.strike_entry, name="strike_entry"),
    *register("larlinger", collections.APPRENTICES),
    *register("konsulenter", collections.PURCHASES),
    path("konsulenter/<int:pk>/stryk/", collections.strike_purchase, name="strike_purchase"),
    *register("desentralisert", collections.DECENTRALISED),
    *register("evalueringer", knowledge.EVALUATIONS),
    path("evalueringer/<int:pk>/kostnad/", knowledge.cost, name="cost"),
    path("evalueringer/<int:pk>/publisert/", knowledge.publish, name="publish"),
    path("evalueringer/<int:pk>/kudos/", knowledge.register_kudos, name="register_kudos"),
    path("evalueringer/<int:pk>/stans/", knowledge.stop, name="stop_evaluation"),
    path("evalueringer/kudos.json", knowledge.export, {"form": "json"}, name="kudos_json"),
    path("evalueringer/kudos.csv", knowledge.export, {"form": "csv"}, name="kudos_csv"),
    *register("anskaffelser", property.PROCUREMENTS),
    path("anskaffelser/<int:pk>/kontroll/", property.check_point, name="check_point"),
    path("anskaffelser/terskel/", property.threshold, name="threshold"),
    *register("eiendeler", property.ASSETS),
    path("eiendeler/<int:pk>/avhend/", property.dispose_asset, name="dispose_asset"),
    path("eiendeler/tellinger/", property.asset_counts, name="asset_counts"),
    path("eiendeler/tellinger/ny/", property.count_assets, name="count_assets"),
    *register("strategier", relations.STRATEGIES),
    path("strategier/<int:pk>/tiltak/", relations.add_measure, name="add_measure"),
    path("strategier/<int:pk>/rapport/", relations.report_strategy, name="report_strategy"),
    path("strategier/tiltak/<int:pk>/", relations.change_measure, name="change_measure"),
    *register("erstatning", relations.CLAIMS),
    path("erstatning/<int:pk>/vurdering/", relations.assess_claim, name="assess_claim"),
    path("erstatning/<int:pk>/send/", relations.send_claim, name="send_claim"),
    path("erstatning/<int:pk>/avgjor/", relations.decide_claim, name="decide_claim"),
    path("erstatning/<int:pk>/avslutt/", relations.close_claim, name="close_claim"),
    *register("stortinget", ministry.CONTACTS, change=False),
    path("stortinget/<int:pk>/avklar/", ministry.clear_contact, name="clear_contact"),
    path("stortinget/<int:pk>/besvart/", ministry.answer_contact, name="answer_contact"),
    *register("samhandling", ministry.ROUTINES),
    path("samhandling/<int:pk>/forankre/", ministry.anchor_routine, name="anchor_routine"),
    path("samhandling/<int:pk>/ny-versjon/", ministry.renew_routine, name="renew_routine"),
    path("samhandling/<int:pk>/kjent/", ministry.routine_known, name="routine_known"),
    path("dekning/", coverage.coverage, name="coverage"),
    path("dekning/plan-<int:plan>/", coverage.coverage, name="coverage"),
]
