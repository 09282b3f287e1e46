"""One API in the words of every version of OpenAPI."""

import json
from typing import Any

PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 20}}}

SWAGGER: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Pets", "version": "1"},
    "host": "api.example.com",
    "basePath": "/v1",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "security": [{"key": []}],
    "securityDefinitions": {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "basic": {"type": "basic"},
        "login": {
            "type": "oauth2",
            "flow": "accessCode",
            "authorizationUrl": "https://login.example.com/a",
            "tokenUrl": "https://login.example.com/t",
            "scopes": {"read": "Read"},
        },
    },
    "parameters": {
        "limit": {"name": "limit", "in": "query", "type": "integer", "maximum": 100},
        "pet": {"name": "pet", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Pet"}},
    },
    "responses": {
        "gone": {
            "description": "gone",
            "schema": {"type": "object", "properties": {"why": {"type": "string", "x-nullable": True}}},
        }
    },
    "definitions": {"Pet": PET},
    "paths": {
        "/pets": {
            "get": {
                "security": [{"login": ["read"]}, {"basic": []}],
                "parameters": [
                    {"$ref": "#/parameters/limit"},
                    {
                        "name": "tags",
                        "in": "query",
                        "type": "array",
                        "items": {"type": "string"},
                        "collectionFormat": "multi",
                    },
                    {
                        "name": "ids",
                        "in": "query",
                        "type": "array",
                        "items": {"type": "string"},
                        "collectionFormat": "pipes",
                    },
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "schema": {"type": "array", "items": {"$ref": "#/definitions/Pet"}},
                        "headers": {"X-Total": {"type": "integer"}},
                        "examples": {"application/json": [{"name": "Rex"}]},
                    },
                    "410": {"$ref": "#/responses/gone"},
                },
            },
            "post": {
                "parameters": [{"$ref": "#/parameters/pet"}],
                "responses": {"201": {"description": "made"}},
            },
        },
        "/pets/{id}/photo": {
            "put": {
                "consumes": ["multipart/form-data"],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "type": "string"},
                    {"name": "photo", "in": "formData", "required": True, "type": "file"},
                    {"name": "caption", "in": "formData", "type": "string", "maxLength": 80},
                ],
                "responses": {"204": {"description": "taken"}},
            }
        },
    },
}

OPENAPI: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://api.example.com/v1"}],
    "security": [{"key": []}],
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "basic": {"type": "http", "scheme": "basic"},
            "login": {
                "type": "oauth2",
                "flows": {
                    "authorizationCode": {
                        "authorizationUrl": "https://login.example.com/a",
                        "tokenUrl": "https://login.example.com/t",
                        "scopes": {"read": "Read"},
                    }
                },
            },
        },
        "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}}},
        "schemas": {"Pet": PET},
    },
    "paths": {
        "/pets": {
            "get": {
                "security": [{"login": ["read"]}, {"basic": []}],
                "parameters": [
                    {"$ref": "#/components/parameters/limit"},
                    {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                    {
                        "name": "ids",
                        "in": "query",
                        "style": "pipeDelimited",
                        "explode": False,
                        "schema": {"type": "array", "items": {"type": "string"}},
                    },
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "headers": {"X-Total": {"schema": {"type": "integer"}}},
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
                            }
                        },
                    },
                    "410": {
                        "description": "gone",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {"why": {"type": "string", "nullable": True}},
                                }
                            }
                        },
                    },
                },
            },
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                },
                "responses": {"201": {"description": "made"}},
            },
        },
        "/pets/{id}/photo": {
            "put": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "required": ["photo"],
                                "properties": {
                                    "photo": {"type": "string", "format": "binary"},
                                    "caption": {"type": "string", "maxLength": 80},
                                },
                            }
                        }
                    },
                },
                "responses": {"204": {"description": "taken"}},
            }
        },
    },
}


def _as_3_1() -> dict[str, Any]:
    text = json.dumps(OPENAPI).replace('"type": "string", "nullable": true', '"type": ["string", "null"]')
    return {**json.loads(text), "openapi": "3.1.0"}


VERSIONS = {"2.0": SWAGGER, "3.0": OPENAPI, "3.1": _as_3_1(), "3.2": {**_as_3_1(), "openapi": "3.2.0"}}
