from __future__ import annotations
import posixpath
from samerun.locks import uv, poetry, pdm, pipenv, conda_lock, pip_compile, pixi
def check_locks(reader, environment=None):
    environment = environment or {}
    out=[]
    for p in reader.paths():
        d,b=posixpath.split(p)
        if b=='uv.lock': out.append(uv.check_project(reader, d, environment))
        if b=='pdm.lock' or b=='pdm.toml': out.append(pdm.check(reader, d))
        if b=='poetry.lock': out.append(poetry.check(reader, d))
        if b=='Pipfile': out.append(pipenv.check(reader, d))
        if b=='conda-lock.yml': out.append(conda_lock.check(reader, p))
        if b.endswith('.txt'):
            try: c=pip_compile.read(reader,p)
            except Exception as e: c=None; from samerun.locks.model import LockResult; out.append(LockResult('x',p,p,'error'))
            if c and pip_compile.is_compiled(reader,p,c): out.append(pip_compile.check(reader,p,c))
        if b=='pixi.toml': out.append(pixi.check(reader, d))
        if p.endswith('.py'):
            r=uv.check_script(reader,p,environment)
            if r: out.append(r)
    return out
