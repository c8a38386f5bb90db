"""The ASGI entry point, for servers that want one; gunicorn with WSGI is what we measure."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nps_project.settings")

application = get_asgi_application()
