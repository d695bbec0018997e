"""How a body is described that may come as JSON, or as a form with files."""

from __future__ import annotations

from typing import Any

import pydantic

from qianjin.apps.parks.services.files import MOST_FILES


def with_files(shape: type[pydantic.BaseModel]) -> dict[str, Any]:
    """The ``requestBody`` of an operation that reads ``shape`` and perhaps ``files``."""
    plain = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    plain.pop("$defs", None)
    form = {**plain, "properties": {**plain["properties"], "files": FILES}}
    return {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": plain},
                "multipart/form-data": {"schema": form},
            },
        }
    }


FILES = {
    "type": "array",
    "maxItems": MOST_FILES,
    "items": {"type": "string", "format": "binary"},
    "description": "Photographs, PDF, Word, Excel, short films; each at most 20 MB.",
}
