# Formats of jq that the library does not have.
def cells(string):
  if isarray then . else error("cannot be made a record: it is no array") end
  | map(if isstring then string
        elif isarray or isobject then error("cannot be in a record: it is nested")
        elif . == null then ""
        else tojson end);
def @csv: cells("\"" + (split("\"") | join("\"\"")) + "\"") | join(",");
def @tsv:
  cells(split("\\") | join("\\\\")
    | split("\t") | join("\\t")
    | split("\n") | join("\\n")
    | split("\r") | join("\\r"))
  | join("\t");
def @text: tostring;
def @html: tostring | escape_html;
def @uri: tostring | encode_uri;
def @base64: tostring | encode_base64;
def @base64d: tostring | decode_base64;
