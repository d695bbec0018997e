"""Tables from and to the command line, by the same services as on the web."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from qianjin.apps.audit import selectors as audit
from qianjin.apps.enterprises.models import Enterprise, ImportBatch
from qianjin.faces.cli.main import app
from qianjin.installation.words import InstallationError
from qianjin.units.spreadsheet import read_table
from tests.factories.enterprises import an_enterprise
from tests.factories.tables import DAWN, FAR, HEADINGS, RARE, a_messy_workbook, a_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chinese_terminal(monkeypatch):
    monkeypatch.setenv("QIANJIN_LANGUAGE", "zh")
    monkeypatch.setenv("QIANJIN_ROLE", "app")


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(a_messy_workbook())
    return path


def qianjin(*words: object):
    result = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(result.exception, InstallationError):
        raise result.exception
    return result


class TestImporting:
    def test_takes_over_what_is_good_and_says_what_was_left_out(self, cast, table):
        result = qianjin("import", "enterprises", table, "--park", cast.park.slug)

        assert result.exit_code == 3
        assert Enterprise.objects.filter(credit_code=DAWN).exists()
        assert "第 5 行 C 列“税号”" in result.output
        assert "新增 2" in result.output

    def test_ends_well_when_every_row_landed(self, cast, tmp_path):
        path = tmp_path / "good.xlsx"
        path.write_bytes(a_workbook([("企业名称",), ("云帆航空有限公司",)]))

        result = qianjin("import", "enterprises", path, "--park", cast.park.slug)

        assert result.exit_code == 0

    def test_a_trial_changes_nothing(self, cast, table):
        result = qianjin("import", "enterprises", table, "--park", cast.park.slug, "--dry-run")

        assert "新增 2" in result.output
        assert not Enterprise.objects.filter(credit_code=DAWN).exists()
        assert not ImportBatch.objects.exists()
        assert audit.chain_head(cast.park.pk) == (0, "")

    def test_writes_the_rows_left_out_with_their_reasons(self, cast, table, tmp_path):
        out = tmp_path / "错误.xlsx"

        qianjin("import", "enterprises", table, "--park", cast.park.slug, "--errors", out)

        rows = read_table(out).texts()
        assert rows[0] == [*HEADINGS, "问题"]
        assert rows[1][2] == FAR[:-1] + "W"

    def test_acts_as_the_platform_and_says_so_in_the_trail(self, cast, table):
        qianjin("import", "enterprises", table, "--park", cast.park.slug)

        entry = audit.entries_of(cast.park.pk).first()
        assert (entry.verb, entry.actor_id, entry.role) == ("import.apply", None, "clock")

    def test_acts_as_a_named_person(self, cast, table):
        who = cast.linyue.username

        qianjin("import", "enterprises", table, "--park", cast.park.slug, "--as", who)

        assert audit.entries_of(cast.park.pk).first().actor_id == cast.linyue.pk

    def test_a_person_without_the_right_is_refused(self, cast, table):
        who = cast.yeting.username

        result = qianjin("import", "enterprises", table, "--park", cast.park.slug, "--as", who)

        assert result.exit_code == 1
        assert "没有导入企业的权限" in result.output

    def test_a_damaged_file_is_refused_with_a_sentence(self, cast, tmp_path):
        path = tmp_path / "damaged.xlsx"
        path.write_bytes(a_messy_workbook()[:900])

        result = qianjin("import", "enterprises", path, "--park", cast.park.slug)

        assert result.exit_code == 1
        assert "损坏" in result.output

    def test_an_unknown_park_or_person_is_named(self, cast, table):
        with pytest.raises(InstallationError, match="nowhere"):
            qianjin("import", "enterprises", table, "--park", "nowhere")
        with pytest.raises(InstallationError, match="nobody"):
            qianjin("import", "enterprises", table, "--park", cast.park.slug, "--as", "nobody")

    def test_a_year_can_be_given_for_figures_without_one(self, cast, tmp_path):
        path = tmp_path / "税收.xlsx"
        path.write_bytes(a_workbook([("企业名称", "税收（万元）"), ("云帆航空有限公司", 62)]))

        result = qianjin("import", "enterprises", path, "--park", cast.park.slug, "--year", "2025")

        assert result.exit_code == 0


class TestExporting:
    def test_writes_the_directory_with_rare_characters(self, cast, tmp_path):
        an_enterprise(cast.park, "𠮷田工业有限公司🏭", credit_code=RARE)
        out = tmp_path / "企业.xlsx"

        result = qianjin("export", "enterprises", out, "--park", cast.park.slug)

        assert result.exit_code == 0
        assert "𠮷田工业有限公司🏭" in str(read_table(out).texts())

    def test_what_was_exported_can_be_imported_again_and_changes_nothing(self, cast, tmp_path):
        an_enterprise(cast.park, "𠮷田工业有限公司🏭", credit_code=RARE, industry="C3670")
        out = tmp_path / "企业.xlsx"
        qianjin("export", "enterprises", out, "--park", cast.park.slug)

        result = qianjin("import", "enterprises", out, "--park", cast.park.slug)

        assert result.exit_code == 0
        assert "无变化 3" in result.output

    def test_writes_the_requests(self, cast, tmp_path):
        out = tmp_path / "诉求.xlsx"

        result = qianjin("export", "requests", out, "--park", cast.park.slug)

        assert result.exit_code == 0
        assert out.exists()

    def test_leaves_its_entry_in_the_trail(self, cast, tmp_path):
        qianjin("export", "enterprises", tmp_path / "a.xlsx", "--park", cast.park.slug)

        assert audit.entries_of(cast.park.pk).first().verb == "enterprise.export"

    def test_does_not_write_over_a_file(self, cast, table):
        with pytest.raises(InstallationError):
            qianjin("export", "enterprises", table, "--park", cast.park.slug)
