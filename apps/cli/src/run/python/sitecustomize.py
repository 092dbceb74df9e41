"""Loaded into every Python below `jumpseat run`, by PYTHONPATH.

The proxy in the environment already leads Python programs to the local TLS port. This file is for the clients that
behave differently behind a proxy: httpx builds another transport for it, and older Graph SDKs then lose their
middleware. The listed hosts are therefore connected to without a proxy, at the local TLS port.
"""
import importlib.machinery
import importlib.util
import json
import os
import socket
import sys

# Stands for the listed hosts between resolving and connecting. Where only one of the two steps passes through here,
# the connection goes to this address of our own machine, and fails.
STAND_IN = "127.74.85.77"


def install():
    settings = json.loads(os.environ["JUMPSEAT_RUN"])
    hosts, target = set(settings["hosts"]), (settings["host"], settings["port"])
    if ":" in target[0]:
        return  # an IPv4 socket cannot be led to an IPv6 address: the proxy does it all

    def is_listed(host):
        if isinstance(host, (bytes, bytearray)):
            host = bytes(host).decode("ascii", "replace")
        return isinstance(host, str) and host.lower().rstrip(".") in hosts

    def resolving(resolve):
        def patched(host, *args, **kwargs):
            return resolve(STAND_IN if is_listed(host) else host, *args, **kwargs)

        return patched

    def connecting(connect):
        def patched(self, address):
            if isinstance(address, tuple) and (address[0] == STAND_IN or is_listed(address[0])):
                if address[1] != 443:
                    raise ConnectionRefusedError("jumpseat run: only port 443 of this host is served")
                address = target
            return connect(self, address)

        return patched

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, resolving(getattr(socket, name)))
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, connecting(getattr(socket.socket, name)))
    exempt(hosts)


def exempt(hosts):
    """Takes the listed hosts out of the proxy's reach, in this process only, for who asks `getproxies`."""
    # Event loops that do not go through the socket module would leave this machine without the proxy.
    if os.name == "nt" or importlib.util.find_spec("uvloop") is not None:
        return
    import urllib.request

    original = urllib.request.getproxies

    def getproxies():
        found = dict(original())
        found["no"] = ",".join(filter(None, [found.get("no"), *sorted(hosts)]))
        return found

    urllib.request.getproxies = getproxies


def pass_on():
    """Loads the sitecustomize that this one hides, if there is one."""
    here = os.path.dirname(os.path.abspath(__file__))
    others = [entry for entry in sys.path if os.path.abspath(entry) != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


try:
    install()
except Exception as error:  # the proxy still leads here
    if os.environ.get("JUMPSEAT_RUN"):
        sys.stderr.write("jumpseat: Python is served by the proxy only (%s)\n" % error)
pass_on()
