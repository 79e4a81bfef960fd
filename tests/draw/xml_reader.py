"""Reads documents, one JSON string a line, and writes what each holds, or why it is not well-formed."""

import json
import sys
from xml.dom import minidom


def walk(node, found):
    if node.nodeType == node.ELEMENT_NODE:
        found["elements"].add(node.tagName)
        found["attributes"].update(node.attributes.keys())
        if node.tagName in ("text", "title"):
            found["texts"].append("".join(child.data for child in node.childNodes))
    for child in node.childNodes:
        walk(child, found)


for line in sys.stdin:
    found = {"elements": set(), "attributes": set(), "texts": []}
    try:
        walk(minidom.parseString(json.loads(line).encode("utf-8")), found)
        answer = {name: sorted(found[name]) for name in ("elements", "attributes")}
        answer["texts"] = found["texts"]
    except Exception as error:
        answer = {"broken": repr(error)}
    print(json.dumps(answer))
