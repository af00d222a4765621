"""A report as a publication: ``html(document)``, ``pdf(document)`` and ``docx(document)``, each from the same layout."""

from .as_docx import docx as docx
from .as_html import content as content
from .as_html import html as html
from .as_pdf import pdf as pdf
