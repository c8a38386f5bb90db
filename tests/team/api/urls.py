"""A small API of its own, for the tests of what every room's API shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path
from rest_framework import generics, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from team.api.pagination import NewestFirstPagination
from team.enums import Scope
from team.models import User

if TYPE_CHECKING:
    from rest_framework.request import Request


class PersonSerializer(serializers.ModelSerializer[User]):
    """A person."""

    class Meta:
        model = User
        fields = ("id", "name", "role")


class People(generics.ListCreateAPIView[User]):
    """A list that can be read and written."""

    queryset = User.objects.all()
    serializer_class = PersonSerializer
    filter_backends = ()


class NewestPeople(People):
    """The same, newest first."""

    pagination_class = NewestFirstPagination


class Question(APIView):
    """A POST that changes nothing."""

    scopes = {"POST": Scope.READ}

    def post(self, request: Request) -> Response:
        return Response({"asked": request.data})


class Nested(APIView):
    """Refuses with nested reasons."""

    def get(self, request: Request) -> Response:
        reasons: dict[str, Any] = {
            "address": {"city": ["Too long."]},
            "events": [{}, {"name": ["Missing."]}],
            "score": "0 to 10.",
            "non_field_errors": ["Nothing to do."],
        }
        raise serializers.ValidationError(reasons)


urlpatterns = [
    path("api/people/", People.as_view()),
    path("api/newest/", NewestPeople.as_view()),
    path("api/question/", Question.as_view()),
    path("api/nested/", Nested.as_view()),
]
