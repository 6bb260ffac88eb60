"""AppTest as the server starts the app."""

from streamlit.runtime.pages_manager import PagesManager


class ServerPages(PagesManager):
    """The flag of ``server.make_app``; AppTest resets it at every run and would run files of pages/ by themselves."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        PagesManager.uses_pages_directory = False
