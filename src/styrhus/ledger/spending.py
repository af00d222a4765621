"""What is used of each post, for the pages of the year's money below this room."""

from .queries import used as used
