"""Reads texts with the real ConfigObj, as from a file: one JSON string a line in, one JSON answer a line out."""

import io
import json
import sys

from configobj import ConfigObj, ConfigObjError


def read(text, interpolation):
    lines = io.BytesIO(text.encode("utf-8")).readlines()
    try:
        config = ConfigObj(lines, raise_errors=True, interpolation=interpolation)
    except ConfigObjError as error:
        return {"refused": True, "line": error.line_number, "why": str(error)}
    try:
        return {"tree": config.dict()}
    except Exception as error:  # ConfigObj leaves by many doors when %(name)s leads nowhere
        return {"refused": True, "line": None, "why": str(error)}


for request in sys.stdin:
    case = json.loads(request)
    answer = read(case["text"], case["interpolation"])
    sys.stdout.write(json.dumps(answer) + "\n")
sys.stdout.flush()
