"""Reading allocation letters (tildelingsbrev) into data. Pure Python: no Django, no network, no database."""
