"""The API's papers, and what an address that does not exist answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.views import APIView

if TYPE_CHECKING:
    from rest_framework.request import Request

# Swagger UI sets styles on its elements; its scripts are files of this server.
DOCS_POLICY = {"style-src": [SELF, UNSAFE_INLINE]}


class SchemaView(SpectacularAPIView):
    """The OpenAPI description, as YAML or JSON. Public: it holds nobody's data."""

    authentication_classes = ()
    throttle_classes = ()


@method_decorator(csp_update(DOCS_POLICY), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """The description to read and to try out, from this server alone."""

    url_name = "integrations:schema"
    authentication_classes = ()
    throttle_classes = ()


class UnknownView(APIView):
    """Whoever mistypes an address learns it in the shape of every other refusal."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> NoReturn:
        """404 for any method. Raises NotFound."""
        raise NotFound("There is nothing at this address of the API.")
