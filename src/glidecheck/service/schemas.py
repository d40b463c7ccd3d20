"""The OpenAPI of the service: the shipped JSON Schema of a scan, and every status that can come."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

from glidecheck._version import __version__
from glidecheck.report import jsonform
from glidecheck.service import problems

if TYPE_CHECKING:
    from fastapi import FastAPI

_AT = "#/components/schemas/"
MAX_PHOTOS = 6  # photos of one request: as many as one product may have
_SAID = {
    400: "Malformed.",
    401: "No key, a wrong one, or a signature that does not fit.",
    403: "Not for you.",
    404: "There is no such thing here.",
    413: "The body is too large.",
    415: "Not a media type that is taken here.",
    422: "A field is missing, unknown, or out of range.",
    429: "Over the limit; Retry-After says how long to wait.",
    503: "Busy or stopping; Retry-After says how long to wait.",
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented refusals of a route."""
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": f"{_AT}Problem"}}}
    retry = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    return {s: {"description": _SAID[s], "content": content, **({"headers": retry} if s in (429, 503) else {})} for s in statuses}


def scanned() -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The product, judged or skipped.", "content": {"application/json": {"schema": {"$ref": f"{_AT}Scan"}}}}}


def looked() -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The product, and what was seen.", "content": {"application/json": {"schema": {"$ref": f"{_AT}Look"}}}}}


def _object(**properties: Any) -> dict[str, Any]:
    """An object with these properties and no others; all of them are there."""
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}


_PHOTOS = {
    "type": "array",
    "minItems": 1,
    "maxItems": MAX_PHOTOS,
    "items": {"contentMediaType": "application/octet-stream"},  # bytes: without a type, for any bytes are taken
    "description": "Photos of one product: JPEG, PNG, WebP, HEIC or TIFF.",
}
_PRODUCT = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\x00-\x1f]*$", "description": "What to call it."}
_TEXT = {"type": "string", "minLength": 1, "maxLength": 20000, "description": "The label's text, front and ingredient list together."}

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"photo": _PHOTOS, "text": _TEXT, "product": _PRODUCT},
                    "oneOf": [
                        {**_object(**{name: what}, product=_PRODUCT), "required": [name]}
                        for name, what in (("photo", _PHOTOS), ("text", _TEXT))
                    ],
                },
            }
        },
    }
}


def webhook_body(kinds: Sequence[str]) -> dict[str, Any]:
    """The body of a platform: whatever it is, its signature decides."""
    return {"requestBody": {"required": True, "content": {kind: {"schema": {}} for kind in kinds}}}


def install(app: FastAPI, keys: bool) -> None:
    """Gives `app` its OpenAPI."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title="glidecheck", version=__version__, routes=app.routes, description=_ABOUT)
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            for generated in ("HTTPValidationError", "ValidationError"):
                schemas.pop(generated, None)
            schemas["Problem"] = problems.SCHEMA
            schemas |= _scan()
            schemas["Look"] = _LOOK
            for operation in (o for path in made["paths"].values() for o in path.values()):
                if "HTTPValidationError" in str(operation["responses"].get("422", "")):
                    del operation["responses"]["422"]
            if keys:
                made["components"]["securitySchemes"] = {
                    "bearer": {"type": "http", "scheme": "bearer"},
                    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
                }
                for path, methods in made["paths"].items():
                    if path.startswith("/v1/"):
                        for operation in methods.values():
                            operation["security"] = [{"bearer": []}, {"key": []}]
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


_ABOUT = (
    "May this product touch freshly microneedled skin while breastfeeding? Reads the photo of its label and says AVOID, CAUTION, REVIEW "
    "or GLIDE. Not medical advice: ask the provider."
)


def _scan() -> dict[str, Any]:
    """scan.schema.json as components: its $defs become schemas of their own."""
    whole = copy.deepcopy(jsonform.schema())
    parts = whole.pop("$defs", {})
    for name in ("$schema", "$id"):
        whole.pop(name, None)
    made = {"Scan": whole, **{_name(name): part for name, part in parts.items()}}
    _point(made)
    return made


def _name(part: str) -> str:
    return "Scan" + part.title().replace("_", "")


def _point(node: Any) -> None:
    if isinstance(node, dict):
        ref = node.get("$ref")
        if isinstance(ref, str) and ref.startswith("#/$defs/"):
            node["$ref"] = _AT + _name(ref.removeprefix("#/$defs/"))
        for value in node.values():
            _point(value)
    elif isinstance(node, list):
        for value in node:
            _point(value)


_PICTURE = {"type": ["string", "null"], "description": "A data: address of a JPEG without EXIF."}
_LOOK: dict[str, Any] = {
    "description": "A scan with its annotated photos, and each line that was read beside its crop.",
    **_object(
        scan={"$ref": f"{_AT}Scan"},
        pictures={"type": "array", "items": _object(photo={"type": "integer"}, picture=_PICTURE)},
        proof={
            "type": "array",
            "description": "The print that decided, where it is on a photo.",
            "maxItems": 1,
            "items": _object(picture=_PICTURE),
        },
        lines={
            "type": "array",
            "items": _object(photo={"type": "integer"}, text={"type": "string"}, confidence={"type": "number"}, picture=_PICTURE),
        },
    ),
}
