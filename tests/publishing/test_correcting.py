"""A correction whose publisher is killed reaches every post all the same, and none twice."""

from __future__ import annotations

import pytest

from briefcast.channels.base import Account
from tests.faults.correcting import run_drill
from tests.real_platforms import bluesky_platform, file_platform, wordpress_platform
from tests.server_fixtures import WordPressSite, s3_server, ssh_server


@pytest.mark.campaign
def test_killed_anywhere_it_goes_on() -> None:
    """A publisher that stops in the middle of a correction leaves two figures out, and nobody knows where."""
    report = run_drill(seed=11, kills=3, channels=["folder", "x"])
    assert not report.bad and report.items == 6, str(report)
    assert report.became["folder"]["corrected"] == report.became["x"]["corrected"] == 6


@pytest.mark.campaign
@pytest.mark.server("bluesky", "wordpress", "s3rver", "sshd")
def test_on_real_servers_nobody_finds_the_old_figure(bluesky_account: Account, wordpress_site: WordPressSite) -> None:
    """An emulator keeps to the protocol as we read it: what a server does with a correction shows on a server."""
    with s3_server() as bucket, ssh_server() as web:
        real = {
            "bluesky": bluesky_platform(bluesky_account),
            "wordpress": wordpress_platform(wordpress_site),
            "s3": file_platform(bucket),
            "sftp": file_platform(web),
        }
        report = run_drill(seed=12, kills=4, real=real)
    assert not report.bad and report.items == 6, str(report)
    assert {name: count["corrected"] for name, count in report.became.items()} == dict.fromkeys(real, 6), str(report)
