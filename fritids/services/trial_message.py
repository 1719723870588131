"""A message of nobody's, by which the person who sets up a gateway sees that it arrives."""

from fritids.domain.search import clean
from fritids.domain.words import Channel
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.outside.gateways import Outgoing
from fritids.services import phones
from fritids.services.acts import new_act_key
from fritids.services.borrower_form import EMAIL, LONGEST_EMAIL


def trial_message(to: str, branch: str, language: str) -> tuple[Channel, Outgoing]:
    """By what it goes, and the message. Raises InvalidValueError for what is neither a mobile number nor an e-mail address."""
    address = clean(to)
    text = _("This is a trial message from {branch}. It arrived: reminders can be sent.").format(
        branch=branch
    )
    if "@" in address:
        if len(address) > LONGEST_EMAIL or EMAIL.fullmatch(address) is None:
            raise InvalidValueError(_("This is no e-mail address. Write it as name@example.org."), field="to")
        return Channel.EMAIL, Outgoing(new_act_key(), address, text, language, subject=branch)
    phone = phones.parse(address)
    if phone is None or not phone.is_mobile:
        raise InvalidValueError(_("Write a mobile number or an e-mail address."), field="to")
    return Channel.SMS, Outgoing(new_act_key(), phone.e164, text, language)
