"""The HTML of a quiz: answers from the dataset, texts escaped, mistakes of an author named."""

import pytest

import poppybook as pb


@pytest.fixture(scope="module")
def data():
    return pb.load()


def test_an_answer_by_observation_id_has_value_unit_and_a_link_to_its_row(data):
    name = "poppy-ha-us-mex@2017"
    html = pb.teach.quiz(data, [{"ask": "How many?", "answer": name, "why": "So it is."}]).html
    value = data["observations"].set_index("observation_id").value[name]
    assert f'data-answer="{value:.6g}"' in html
    assert f"{value:,.0f} hectares" in html
    assert f'href="#{name}"' in html


def test_texts_are_escaped(data):
    html = pb.teach.quiz(
        data, [{"ask": "<b>a</b>", "choose": {'"x"<': "<i>"}, "right": '"x"<', "why": "<u>", "hint": "&"}]
    ).html
    assert not any(text in html for text in ("<b>", "<i>", "<u>", '"x"'))


@pytest.mark.parametrize(
    ("question", "error", "said"),
    [
        (
            {"ask": "a", "answer": "poppy-ha-us-mex@20177", "why": "w"},
            LookupError,
            "Nearest: poppy-ha-us-mex@2017",
        ),
        ({"ask": "a", "choose": {"x": ""}, "right": "y", "why": "w"}, ValueError, "question 1"),
        ({"ask": "a", "why": "w"}, ValueError, "neither choose nor answer nor write"),
    ],
)
def test_a_faulty_question_is_refused_with_its_reason(data, question, error, said):
    with pytest.raises(error, match=said):
        pb.teach.quiz(data, [question])


def test_the_same_questions_give_the_same_html(data):
    questions = [{"ask": "a", "answer": 1 / 3, "unit": "percent", "why": "w", "slips": {"no": 2 / 3}}]
    assert pb.teach.quiz(data, questions).html == pb.teach.quiz(data, questions).html


def test_a_sheet_has_a_name_points_and_its_rights_and_a_plain_quiz_has_none(data):
    questions = [{"ask": "a", "write": "g", "why": "w"}, {"ask": "b", "answer": 1, "why": "w"}]
    sheet, plain = (pb.teach.quiz(data, questions, **given).html for given in ({"sheet": "A & B"}, {}))
    assert sheet.count('class="pbq-points"') == 2 and "<textarea" in sheet
    assert "Answer sheet: A &amp; B" in sheet and 'id="sheet-a-b"' in sheet
    assert f"data {data.version}" in sheet and "CC BY 4.0" in sheet
    assert not any(name in plain for name in ("pbq-sheet", "pbq-points", "pbq-who", "CC BY"))


def test_a_question_leads_to_the_chart_it_asks_about(data):
    question = {"ask": "a", "answer": 1, "why": "w", "see": "chapter.html#chart", "look": "The chart"}
    assert '<a href="chapter.html#chart">The chart</a>' in pb.teach.quiz(data, [question]).html
