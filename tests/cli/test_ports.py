"""A port that is none is said in a line."""

import pytest

from bot.cli import run


@pytest.mark.parametrize("text", ["-1", "65536", "99999999", "abc"])
@pytest.mark.parametrize("command", ["demo", "sandbox"])
def test_a_port_that_is_none_is_refused_before_anything_starts(command, text, capsys):
    with pytest.raises(SystemExit) as ended:
        run([command, f"--port={text}"])
    assert ended.value.code == 2
    assert "no port: a number from 0 to 65535" in capsys.readouterr().err
