"""What can go wrong with a call: refused before it began, or failed under way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qianjin.units.addresses import Why
from qianjin.units.refusals import BadInput, Refusal

SENTENCES = {
    Why.EMPTY: _("No address was given."),
    Why.MALFORMED: _("This address is not written as an address of the network."),
    Why.SCHEME: _("Only addresses that begin with https:// are called."),
    Why.CREDENTIALS: _("An address must not hold a name or password before the host."),
    Why.PORT: _("This port is not called."),
    Why.ODD_NUMBER: _("A numeric address must be written as four decimal numbers."),
    Why.ZONE: _("An address with a zone belongs to one machine and is not called."),
    Why.LOCAL_NAME: _("This name belongs to a local network and is not called."),
    Why.UNSPECIFIED: _("This address stands for no machine."),
    Why.LOOPBACK: _("This address leads back to the platform's own machine."),
    Why.PRIVATE: _("This address belongs to a private network."),
    Why.LINK_LOCAL: _("This address belongs to the platform's own neighbourhood."),
    Why.SHARED: _("This address belongs to a provider's inner network."),
    Why.MULTICAST: _("This address stands for many machines."),
    Why.RESERVED: _("This address is reserved."),
    Why.DOCUMENTATION: _("This address is meant for examples only."),
    Why.TUNNEL: _("This address may lead into a private network through a tunnel."),
}


class OutgoingRefused(BadInput):
    """The guard does not let this call out; nothing was sent."""

    sentence = _("The platform does not call this address.")

    def __init__(self, why: Why, host: str = "") -> None:
        super().__init__()
        self.why = why
        self.host = host

    def __str__(self) -> str:
        return str(SENTENCES[self.why])


class CallFailed(Refusal):
    """A call that was let out did not come to an answer."""

    status = 502
    sentence = _("The other side could not be reached.")


class Unreachable(CallFailed):
    sentence = _("The name is unknown, or nobody answers there.")


class TooSlow(CallFailed):
    sentence = _("The other side did not answer in time.")


class TooLarge(CallFailed):
    sentence = _("The other side's answer is larger than expected.")


class NotTrusted(CallFailed):
    sentence = _("The other side's certificate does not fit its name.")
