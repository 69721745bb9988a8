"""Reads an RSS, Atom or JSON feed with nothing but the standard library and tells what it found, as JSON."""
import email.utils
import json
import sys
import xml.etree.ElementTree as ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def text(node, path):
    return None if node is None or (found := node.find(path)) is None else found.text or ""


def links(node, relation):
    return [link.attrib for link in node.findall(ATOM + "link") if link.attrib["rel"] == relation]


def first(found, key):
    return found[0][key] if found else None


def rss(root):
    channel = root.find("channel")
    when = lambda at: None if at is None else email.utils.parsedate_to_datetime(at).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "title": text(channel, "title"), "home": text(channel, "link"), "description": text(channel, "description"),
        "self": first(links(channel, "self"), "href"), "next": first(links(channel, "next"), "href"), "icon": text(channel, "image/url"),
        "language": text(channel, "language"), "updated": when(text(channel, "lastBuildDate")),
        "entries": [{
            "id": text(item, "guid"), "url": text(item, "link"), "title": text(item, "title"), "summary": text(item, "description"),
            "html": text(item, CONTENT + "encoded"), "published": when(text(item, "pubDate")), "updated": text(item, ATOM + "updated"),
            "authors": [one.text for one in item.findall(CREATOR)], "categories": [one.text for one in item.findall("category")],
            "enclosure": [[one.attrib["url"], one.attrib["type"], int(one.attrib["length"])] for one in item.findall("enclosure")],
        } for item in channel.findall("item")],
    }


def atom(root):
    return {
        "id": text(root, ATOM + "id"), "title": text(root, ATOM + "title"), "home": first(links(root, "alternate"), "href"),
        "description": text(root, ATOM + "subtitle"), "self": first(links(root, "self"), "href"), "next": first(links(root, "next"), "href"),
        "icon": text(root, ATOM + "icon"), "language": root.attrib.get("{http://www.w3.org/XML/1998/namespace}lang"),
        "updated": text(root, ATOM + "updated"), "author": text(root, f"{ATOM}author/{ATOM}name"),
        "entries": [{
            "id": text(item, ATOM + "id"), "url": first(links(item, "alternate"), "href"), "title": text(item, ATOM + "title"),
            "summary": text(item, ATOM + "summary"), "html": text(item, ATOM + "content"), "published": text(item, ATOM + "published"),
            "updated": text(item, ATOM + "updated"), "authors": [one.text for one in item.findall(f"{ATOM}author/{ATOM}name")],
            "categories": [one.attrib["term"] for one in item.findall(ATOM + "category")],
            "enclosure": [[one["href"], one["type"], int(one["length"])] for one in links(item, "enclosure")],
        } for item in root.findall(ATOM + "entry")],
    }


def json_feed(feed):
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    return {
        "title": feed["title"], "home": feed["home_page_url"], "description": feed.get("description"), "self": feed["feed_url"],
        "next": feed.get("next_url"), "icon": feed.get("icon"), "language": feed.get("language"),
        "entries": [{
            "id": item["id"], "url": item["url"], "title": item["title"], "summary": item.get("summary"),
            "html": item["content_html"] if "content_html" in item else item["content_text"] and None,
            "published": item.get("date_published"), "updated": item["date_modified"],
            "authors": [one["name"] for one in item.get("authors", [])], "categories": item.get("tags", []),
            "enclosure": [[one["url"], one["mime_type"], one["size_in_bytes"]] for one in item.get("attachments", [])],
        } for item in feed["items"]],
    }


content = sys.stdin.buffer.read()
if content.startswith(b"{"):
    read = json_feed(json.loads(content))
else:
    root = ElementTree.fromstring(content)
    read = rss(root) if root.tag == "rss" else atom(root)
json.dump(read, sys.stdout)
