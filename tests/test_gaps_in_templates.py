"""The guard against half sentences sees what it is there for."""

from django.template import engines

from . import gaps

PAGE = (
    "{% if not_given %}x{% endif %}{% for one in not_given %}x{% endfor %}{{ not_given|default:'nobody' }}"
    "{{ given }}{{ not_given }}{{ given.not_given|lower }}"
)


def test_what_nobody_gives_prints_nothing_and_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(gaps, "OURS", "<unknown source>")
    with gaps.noticing() as noticed:
        assert engines["django"].from_string(PAGE).render({"given": "Olu"}) == "nobodyOlu"
        assert noticed == [": not_given", ": given.not_given|lower"]
        noticed.clear()
