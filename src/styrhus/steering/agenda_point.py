"""One thing that a steering meeting should talk about: the rooms below this one offer such points too."""

from styrhus.ui.agenda_point import AgendaPoint as AgendaPoint
