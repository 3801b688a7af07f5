from __future__ import annotations
import posixpath
from samerun.locks import uv
def check_locks(reader, environment=None):
    environment = environment or {}
    out=[]
    for p in reader.paths():
        if posixpath.basename(p)=='uv.lock': out.append(uv.check_project(reader, posixpath.dirname(p), environment))
        if p.endswith('.py'):
            r=uv.check_script(reader,p,environment)
            if r: out.append(r)
    return out
