"""The app's key: read once, at the start, or refused in words."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.forge.faults import BotError
from bot.github.auth import loaded

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
OTHER = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PEM, id="as-downloaded"),
        pytest.param(PEM.encode(), id="as-bytes"),
        pytest.param(PEM.replace("\n", "\\n"), id="as-an-environment-variable-may-hold-it"),
        pytest.param(f"\n  {PEM.strip()}  ", id="with-space-around"),
    ],
)
def test_a_key_is_read_however_it_was_pasted(text: str | bytes) -> None:
    assert loaded(text).private_numbers() == KEY.private_numbers()


@pytest.mark.parametrize("text", ["", "secret", PEM[:200], OTHER])
def test_a_key_that_is_none_is_refused_without_being_repeated(text: str | bytes) -> None:
    with pytest.raises(BotError) as refused:
        loaded(text)
    assert str(text)[:20] not in str(refused.value) or not text
