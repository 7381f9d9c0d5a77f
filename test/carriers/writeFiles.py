# Runs write_files of cloud-init over each cloud-config of the JSON list on standard input, below a temporary folder, and
# prints a list of what every item wrote: [text, mode], or null where cloud-init failed. With the argument "schema", prints
# what `cloud-init schema --config-file` says of each, or null where it is valid.
import contextlib, json, os, sys, tempfile
from unittest.mock import MagicMock

import yaml

# Imported on the way to the module, and not used by it.
for name in ["configobj", "requests", "requests.exceptions", "jsonpatch", "jinja2", "oauthlib", "oauthlib.oauth1"]:
    sys.modules.setdefault(name, MagicMock())

from cloudinit import util
from cloudinit.config import cc_write_files, schema

util.chownbyname = lambda *args: None


def written(item):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, item["path"].lstrip("/"))
        try:
            cc_write_files.write_files("write_files", [{**item, "path": path}], "root:root")
        except Exception:
            return None
        mode = os.stat(path).st_mode & 0o7777
        os.chmod(path, 0o600)
        with open(path, "rb") as file:
            return [file.read().decode(), mode]


def fault(text):
    with tempfile.NamedTemporaryFile("w") as file, contextlib.redirect_stdout(sys.stderr):
        file.write(text)
        file.flush()
        try:
            schema.validate_cloudconfig_file(file.name, schema.get_schema())
        except Exception as error:
            return str(error)


texts = json.load(sys.stdin)
if sys.argv[1:] == ["schema"]:
    result = [fault(text) for text in texts]
else:
    result = [[written(item) for item in yaml.safe_load(text)["write_files"]] for text in texts]
json.dump(result, sys.stdout)
