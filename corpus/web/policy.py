"""What may be fetched: which addresses on the net, which ports, how much, how long."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

__all__ = ["Policy", "is_public"]

_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public internet's, and an address inside it (IPv4-mapped, 6to4, NAT64) too.

    Not so are private, loopback, link-local, carriers' (100.64.0.0/10), reserved, documentation and multicast ones.
    """
    if isinstance(address, IPv6Address):
        if address.teredo or address.scope_id:
            return False
        inside = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inside = IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
        if address in IPv6Network("::/96") or address in IPv6Network("fec0::/10"):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits on fetching. `allows` is asked about the address of every connection before it is made."""

    allows: Callable[[IPv4Address | IPv6Address], bool] = is_public
    ports: frozenset[int] | None = frozenset({80, 443})
    max_bytes: int = 20_000_000
    seconds: float = 30
    redirects: int = 5

    def permits(self, host: str, port: int) -> bool:
        """Whether a connection to this numeric address and port may be made."""
        return (self.ports is None or port in self.ports) and self.allows(ip_address(host))
