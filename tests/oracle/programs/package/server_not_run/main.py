# entry
from app import Handler

print(Handler.server_version.split("/")[0])
