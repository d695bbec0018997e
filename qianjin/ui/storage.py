"""Static files under names that carry their content, also where one script imports another."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

_IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]  # noqa: SLF001


class HashedFiles(CompressedManifestStaticFilesStorage):
    """
    Files a browser may keep for ever, since a changed file has another name.

    Django leaves ``import … from "./words.js"`` alone unless asked; a cached module would then go
    on importing a neighbour of yesterday. It is asked for the kit's own scripts only: the switch
    for all (``support_js_module_import_aggregation``) stumbles over a comment in django-htmx.
    """

    patterns = (
        # Vendored scripts name a map of their source that is not shipped.
        *(
            (files, tuple(one for one in found if "sourceMappingURL" not in str(one)))
            for files, found in CompressedManifestStaticFilesStorage.patterns
        ),
        ("ui/js/*.js", _IMPORTS),
        ("web/field/*.js", _IMPORTS),
        ("web/map/*.js", _IMPORTS),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file, looked up once: which there are is read when a process begins."""
        found = self._addresses.get(name)
        if found is None or force:
            found = super().url(name, force)
            self._addresses[name] = found
        return found
