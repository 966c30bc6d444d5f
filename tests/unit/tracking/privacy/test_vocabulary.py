"""The vocabulary: it has the site's own words in every language, and no usual name of a person."""

import pytest

from tracking_site.tracking.privacy.impersonal_text import KnownNames, impersonal_words
from tracking_site.tracking.privacy.vocabulary import fold_word, vocabulary
from tracking_site.web.i18n.labels import MILESTONES, STATUSES
from tracking_site.web.i18n.languages import LANGUAGES, language

NAMES = """
smith johnson williams brown jones garcia davis rodriguez martinez hernandez lopez gonzalez wilson anderson thomas jackson
nielsen jensen hansen pedersen andersen christensen larsen sørensen rasmussen petersen madsen kristensen olsen møller
müller schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch bauer richter klein wolf schröder neumann
dubois durand moreau laurent lefebvre roux fournier girard bonnet dupont lambert fontaine rousseau tremblay gagnon roy
rossi russo ferrari esposito bianchi romano colombo ricci marino greco bruno gallo
silva santos oliveira souza lima pereira ferreira costa almeida nascimento ribeiro
de_vries jansen bakker visser smit mulder bos vos
nowak kowalski wiśniewski wójcik kowalczyk kamiński lewandowski zieliński
korhonen virtanen mäkinen nieminen mäkelä hämäläinen laine
johansson karlsson nilsson eriksson larsson olsson persson svensson gustafsson
anna maria peter michael thomas james mary john patricia robert jennifer linda elizabeth susan jessica sarah karen
lars mette jens søren hanne ole kirsten niels jean pierre marie sophie luc claire
ahmed mohammed ali fatima hassan omar khaled kumar sharma singh patel gupta khan wang li zhang liu chen yang huang wu
tanaka suzuki sato yamamoto watanabe budi siti ahmad dewi juma wanjiku otieno
"""


def test_no_usual_name_of_a_person_is_a_word_of_logistics_unless_it_is_known_to_be_both() -> None:
    names = {fold_word(name) for name in NAMES.split()}
    assert names & vocabulary().words - vocabulary().roles["also_names"] == set()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_sites_own_words_are_known_in_every_language(tag: str) -> None:
    texts = [language(tag).words.gettext(text) for text in (*STATUSES.values(), *MILESTONES.values())]
    assert [text for text in texts if impersonal_words(text, KnownNames()) is None] == []


def test_words_are_compared_without_case_and_accents() -> None:
    assert fold_word("Dédouané") == fold_word("DEDOUANE")
    assert fold_word("LØRDAG") == fold_word("lordag")
    assert fold_word("सुपुर्द") == "सुपुर्द"
