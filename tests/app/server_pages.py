"""AppTest as the server starts the app."""

from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "streamlit_app.py"


class ServerPages(PagesManager):
    """The flag of ``server.make_app``; AppTest resets it at every run and would run files of pages/ by themselves."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        PagesManager.uses_pages_directory = False


def open_start(role, town=None, reason=""):
    """Open the app in a role that was chosen before: ``test_every_page`` chooses one as people do."""
    app = AppTest.from_file(str(APP), default_timeout=120)
    chosen = {"rol": role, "rol_gemeente": town, "reden": reason}
    for key, value in chosen.items():
        if value:
            app.session_state[key] = value
    return app.run()
