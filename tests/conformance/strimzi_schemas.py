"""Turns Strimzi's resource definitions into schemas that refuse unknown fields.

    strimzi_schemas.py FOLDER DEFINITION.yaml…      writes FOLDER/<kind>_<version>.json
"""

import json
import pathlib
import sys

import yaml


def closed(schema):
    """A field that the definition does not know is a misspelling, unless any name is welcome."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: closed(part) for name, part in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            schema.setdefault("additionalProperties", False)
    return schema


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for file in sys.argv[2:]:
        spec = yaml.safe_load(pathlib.Path(file).read_text("utf-8"))["spec"]
        for version in spec["versions"]:
            schema = closed(version["schema"]["openAPIV3Schema"])
            schema["properties"]["metadata"] = {"type": "object"}
            name = f"{spec['names']['kind'].lower()}_{version['name']}.json"
            (folder / name).write_text(json.dumps(schema), "utf-8")


if __name__ == "__main__":
    main()
