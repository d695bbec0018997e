"""Addresses whose module is loaded when the first of them is asked for, not when pages are."""

from __future__ import annotations

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class Late(URLResolver):
    """Addresses below a prefix, in a namespace of their own; one named by ``reverse`` loads them.

    Whoever names any address of the tree has Django list all of it. These are not in that list:
    Django looks up what is in a namespace when that is named.
    """

    def _populate(self) -> None:
        """List nothing: what is in a namespace, Django lists once more for itself."""


def late(route: str, module: str, *, namespace: str) -> Late:
    """As ``path(route, include((module, namespace)))``, but nothing is loaded yet."""
    return Late(RoutePattern(route), module, app_name=namespace, namespace=namespace)
