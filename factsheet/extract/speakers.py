"""Who said each quoted stretch.

The way from a text to its speakers: the words outside the quotation marks become tokens, each quoted stretch being one
token among them (`Story`); capitalised runs become the people and bodies named (`Cast`); verbs of saying with their
subjects become tags ("said the mayor", "Hill told reporters"). Each stretch takes its speaker from the first rule of
`RULES` that fits, and the phrase found there ("she", "the mayor", "Hill") is resolved to whoever is meant.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from factsheet.extract.quotations import Stretch, find_quotations
from factsheet.model import Person, Quotation
from factsheet.text import paragraphs

# ------------------------------------------------------------------------------------------------- verbs of saying


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


Form = Literal["base", "third", "past", "ing"]


class Cue(NamedTuple):
    """A form of a verb of saying. `weight` is 2 for verbs that carry somebody's words, 1 for those that only may."""

    form: Form
    weight: int


_IRREGULAR = {  # base: third, past (and participle), -ing
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote writing",
    "read": "reads read reading",
    "think": "thinks thought thinking",
    "sing": "sings sang singing",
    "begin": "begins began beginning",
    "speak": "speaks spoke speaking",
    "go": "goes went going",
    "put": "puts put putting",
    "cry": "cries cried crying",
    "reply": "replies replied replying",
    "testify": "testifies testified testifying",
    "clarify": "clarifies clarified clarifying",
    "specify": "specifies specified specifying",
    "decry": "decries decried decrying",
    "deny": "denies denied denying",
    "quip": "quips quipped quipping",
    "dub": "dubs dubbed dubbing",
    "slam": "slams slammed slamming",
    "rip": "rips ripped ripping",
    "rap": "raps rapped rapping",
    "snap": "snaps snapped snapping",
    "chat": "chats chatted chatting",
    "admit": "admits admitted admitting",
    "refer": "refers referred referring",
    "sum": "sums summed summing",
    "swear": "swears swore swearing",
    "hold": "holds held holding",
    "find": "finds found finding",
    "see": "sees saw seeing",
    "mean": "means meant meaning",
    "feel": "feels felt feeling",
    "vow": "vows vowed vowing",
    "label": "labels labeled labelled labeling labelling",
    "retell": "retells retold retelling",
    "plead": "pleads pleaded pled pleading",
    "tease": "teases teased teasing",
    "swat": "swats swatted swatting",
    "send": "sends sent sending",
    "give": "gives gave giving",
}


def _forms(verb: str) -> Iterator[tuple[str, Form]]:
    yield verb, "base"
    if verb in _IRREGULAR:
        for form in _IRREGULAR[verb].split():
            yield form, "ing" if form.endswith("ing") and len(form) > 4 else "third" if form.endswith("s") else "past"
        return
    stem = verb.removesuffix("e")
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"), "third"
    yield stem + "ed", "past"
    yield stem + "ing", "ing"


_SAY = """say tell write ask reply respond answer add declare insist argue explain note warn announce state claim
    admit acknowledge concede assert continue recall joke quip shout yell cry whisper tweet post conclude observe remark
    comment exclaim urge promise vow boast complain suggest contend maintain stress emphasize emphasise reiterate repeat
    tease mutter scream chant sing testify report predict pledge caution counter retort lament advise allege protest
    reveal confess interject muse mention reflect recount clarify retweet text rap affirm reason wonder inquire confirm
    deny proclaim opine fume plead murmur growl bellow echo elaborate gush snap sigh laugh chuckle moan groan reassure
    assure inform instruct beg propose stipulate specify hint imply read swear submit speak thunder roar scoff sneer chide
    scold admonish hiss interrupt bark intone rejoin remind believe think agree exhort implore object point riff rant
    deadpan underline underscore highlight blog find charge"""
_DESCRIBE = """call describe dub label brand characterize characterise refer denounce dismiss accuse blame criticize
    criticise praise mock blast slam condemn hail attack rip cite tout deride decry ridicule liken lambaste commend
    applaud bemoan portray term deem quote rule apologize apologise demand"""
_MAY_SAY = """consider regard fault rebuke reject welcome defend thank discuss address see feel favor favour express voice
    raise mean want hold disagree concur nod shrug smile grin frown snort promote push encourage invite outline detail
    advocate request invoke question doubt hope expect reference put compare paint fear credit cast estimate determine
    order recommend appeal sum vent plan release issue offer send look seek try worry know like love support oppose
    oversee give get stand make take show pray dream need signal go begin rate challenge"""
_CUES: Mapping[str, Cue] = {
    word: Cue(form, weight)
    for verbs, weight in ((_MAY_SAY, 1), (_DESCRIBE, 2), (_SAY, 2))
    for verb in verbs.split()
    for word, form in _forms(verb)
}
_INVERTING = frozenset(word for verb in _SAY.split() for word, _ in _forms(verb)) - _set("tell tells told telling")
_CUE_NOUNS = _set(
    """statement comment comments remark remarks claim claims promise pledge call calls tweet tweets words response
    reply message letter speech warning description assertion suggestion view views opinion slogan motto advice verdict
    answer question complaint plea vow declaration observation argument contention belief criticism characterization
    characterisation email insistence admission boast prediction conclusion explanation note demand rhetoric tagline
    catchphrase mantra interview testimony accusation accusations charge allegation charges denial refusal"""
)
_OFTEN_NOUNS = _set(
    """rules rates states comments questions posts labels terms charges demands challenges appeals orders fears
    hopes doubts faults credits tags brands casts lists issues offers plans promises pledges vows estimates stresses notes
    calls claims attacks tweets texts sighs laughs jokes remarks"""
)
_BY_NOBODY = _set("this that there which anybody anyone nobody everyone everybody someone somebody those")

# ------------------------------------------------------------------------------------------------- the small words

_PERSONAL = _set("he she they who we i it you")
_BE = _set("is was are were be been being isn't wasn't aren't weren't")
_AUXILIARIES = _BE | _set(
    """has have had will would can could should shall may might must do does did not n't never hasn't haven't
    hadn't won't wouldn't can't couldn't shouldn't doesn't didn't don't"""
)
_WEEKDAYS = _set("monday tuesday wednesday thursday friday saturday sunday")
_MONTHS = _set("january february march april may june july august september october november december")
_ADVERBS = _WEEKDAYS | _set(
    """also then later now still once again often sometimes just even first already always soon further himself
    herself themselves instead thus though however too recently famously repeatedly earlier today yesterday tomorrow
    tonight afterwards afterward finally simply only quickly both all long twice ever previously meanwhile nonetheless
    nevertheless itself there here back so well rather quite last next ago"""
)
_PREPOSITIONS = _set(
    """of for from at in with to on by near about against after before during over under through between among into
    since until like without within as than per despite toward towards across behind beyond inside outside around
    alongside via upon amid regarding concerning including following off out up down"""
)
_CONJUNCTIONS = _set(
    "and but or nor yet because that if when while where whether although though unless what how why which whose whom"
)
_DETERMINERS = _set(
    """the a an this that these those his her their its our my your one another some many several most few two
    three four five six seven eight nine ten no any every each both all other more such dozens hundreds thousands"""
)
_STAND_ALONE = _set("this that these those one another some many several most few two three four five six both all each others")
_ARTICLES = _DETERMINERS - _STAND_ALONE
_SPANS = _set("year month week day night morning evening afternoon summer winter spring autumn time weekend season")
_VERBS = _AUXILIARIES | _set(  # irregular ones, which no ending gives away
    """let let's made make makes took take takes got get gets came come comes went gave laid saw held kept led met
    ran brought built bought sold sent spent lost won fought stood sat rose fell grew drew threw knew thought felt became
    broke chose drove flew wore wrote struck spoke paid sought taught began hit fled hid rode shook shot sprang stole
    swore tore woke left"""
)
_NO_SUBJECT = _VERBS | _WEEKDAYS | _MONTHS | _set("there here then thus however yes no not")
_STARTERS = (
    _PERSONAL
    | _AUXILIARIES
    | _ADVERBS
    | _PREPOSITIONS
    | _CONJUNCTIONS
    | _DETERMINERS
    | _WEEKDAYS
    | _MONTHS
    | _set(
        """asked speaking yes perhaps maybe indeed moreover furthermore additionally second third standing sitting
    arriving according given see watch updated published edited said says nearly almost former outgoing critics officials
    authorities supporters analysts experts police it's he's she's they're we're i'm that's there's what's besides neither
    either whatever whenever wherever together much ultimately like let's unlike whatever photo image read click related
    share advertisement who's here's so-called"""
    )
)

# ------------------------------------------------------------------------------------------------------------ people

_MALE_TITLES = _set(
    "mr sir lord king prince duke emperor father brother congressman chairman spokesman councilman businessman actor pope"
)
_FEMALE_TITLES = _set(
    """mrs ms miss dame lady queen princess duchess sister congresswoman chairwoman spokeswoman councilwoman
    actress businesswoman"""
)
_HONORIFICS: Mapping[str, str] = dict.fromkeys(_MALE_TITLES, "m") | dict.fromkeys(_FEMALE_TITLES, "f")
_ROLES = frozenset(_HONORIFICS) | _set(
    """dr prof professor sen senator senate rep reps representative gov governor president vice chair secretary
    minister prime premier chancellor mayor judge justice chief officer director general gen colonel col lieutenant lt
    captain capt sergeant sgt major maj cmdr commander adm admiral private cpl corporal pvt rev reverend bishop archbishop
    cardinal rabbi imam ambassador commissioner councillor councilor councilmember del delegate speaker leader attorney
    lawyer spokesperson coach manager nominee candidate analyst strategist pollster economist deputy acting former then
    ex-president undersecretary superintendent sheriff detective inspector constable ceo cfo coo founder co-founder editor
    reporter correspondent host anchor author singer producer writer scientist researcher student billionaire outgoing
    incoming assistant senior executive adviser advisor hon rival moderator actor-director republican republicans democrat
    democratic conservative labour liberal independent gop top longtime striker midfielder goalkeeper defender forward
    champion skipper star rapper comedian filmmaker activist physicist astronaut pilot farmer fisherman teacher nurse
    doctor surgeon banker trader engineer architect novelist poet historian journalist columnist psychologist"""
)
_TITLE_WORDS = _set(  # words that may stand inside a title, before its last word
    """state foreign defense defence finance interior treasury house majority minority whip national security press
    campaign supreme court first us uk eu"""
)
_DEMONYMS = _set(
    """american british english scottish welsh irish french german italian spanish portuguese dutch belgian swiss
    austrian danish swedish norwegian finnish icelandic polish czech slovak hungarian romanian bulgarian greek turkish
    russian ukrainian belarusian latvian lithuanian estonian serbian croatian bosnian slovenian albanian georgian armenian
    azerbaijani israeli palestinian egyptian syrian iraqi iranian saudi lebanese jordanian yemeni libyan tunisian algerian
    moroccan nigerian ghanaian kenyan ethiopian somali sudanese ugandan rwandan congolese liberian zimbabwean african
    european asian indian pakistani bangladeshi afghan chinese japanese korean vietnamese thai indonesian malaysian
    filipino australian canadian mexican brazilian argentine argentinian chilean colombian venezuelan peruvian cuban
    haitian kiwi"""
)
_PLACES = _set(
    """america britain england scotland wales ireland france germany italy spain portugal netherlands belgium
    switzerland austria denmark sweden norway finland iceland poland hungary romania bulgaria greece turkey russia ukraine
    belarus latvia lithuania estonia serbia croatia bosnia slovenia albania georgia armenia azerbaijan israel palestine
    egypt syria iraq iran lebanon jordan yemen libya tunisia algeria morocco nigeria ghana kenya ethiopia somalia sudan
    uganda rwanda congo liberia zimbabwe africa europe asia india pakistan bangladesh afghanistan china japan korea
    vietnam thailand indonesia malaysia philippines australia canada mexico brazil argentina chile colombia venezuela peru
    cuba haiti london paris berlin rome madrid moscow kiev kyiv beijing tokyo delhi washington york chicago houston dallas
    austin boston philadelphia phoenix detroit denver seattle miami atlanta cleveland charlotte florence sydney alabama
    alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa kansas
    kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada
    hampshire jersey carolina dakota ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin
    wyoming hollywood brooklyn manhattan kingdom states zealand chelsea madison chad
    ala ariz calif colo conn fla ill kan mass mich minn mont neb nev okla ore tenn tex wash wis wyo"""
)
_BODIES = _set(
    """committee council party university post times association department ministry bank inc corp company court
    police agency commission union institute foundation news journal center centre group administration house senate
    congress parliament office bureau team club league school college church army navy force forces network federation
    organization organisation society board fund trust media tribune guardian herald telegraph campaign coalition alliance
    international united nations airlines motors republicans democrats twitter facebook google cnn nbc abc cbs fox msnbc
    bbc fbi cia nypd gop republican democratic street avenue road river island county city stadium airport hospital"""
)
_SUFFIXES = _set("jr sr ii iii iv qc kc mp mep msp mbe obe cbe phd md esq")
_POSTNOMINALS = _set("qc kc mp mep msp mbe obe cbe phd md esq")  # no part of the name
_PARTICLES = _set("de da di du del della van von der den bin ibn al el la le dos ter ten")
_MALE = _set(
    """aaron abdoulaye abdul abdullah adam ade aditya adrian ahmed ahmet ajay akash akio akira alain alan alastair
    albert alberto aleksandar aleksei alessandro alexander alexei alfred ali alistair allen alvaro amit anatoly anders
    andre andres andrew andriy andrzej andy angel angelo angus anil anthony antoine antonio antti anwar arjun arnold
    arseniy arthur arturo arun ashok asif avi ban barack barry bashar ben benigno benjamin benoit bernard bernd bernie
    bilal bill billy binyamin bjorn bob bobby bogdan boris brad bradley brendan brett brian bruce bruno bryan callum
    camilo carl carlos cecil cesar chad charles charlie cheikh chidi christian christophe christopher chuck ciaran claude
    clay clint colin conor corey cory craig cristiano curtis dafydd daisuke dale damian dan daniel danny dante darrell
    darren darryl dave david davide davor dean declan deepak dennis derek derrick desmond devin dick didier diego dieter
    dinesh dirk dmitri dmitry dominic don donald doug douglas dragan duane duncan dustin dwight dylan eamon earl ed eddie
    edgar edgardo edward edwin ehud elijah elliot elliott elton emanuele emeka emilio emmanuel emre enrique enzo eric erik
    ernest ernesto ernie esteban ethan etienne euan eugene evan evaristo evo ewan fabrice faisal felipe felix ferenc
    fernando fidel floyd francesco francis francisco francois frank frank-walter franklin fred frederick friedrich fumio
    gabor gareth garry gary gavin geert gene geoff geoffrey george gerald gerard gerhard gethin gianluca gilbert gilles
    giorgio giovanni girish giuseppe glen glenn goncalo gonzalo goran gordon graham grant greg gregory grzegorz guenther
    guillermo gunter gustavo guy hal hamid hamish hamza hank hans harish harold harry harvey hassan hector heinz helmut
    henrik henry herbert herman hiroki hiroshi horace horst hosni howard hugh hugo husted ian ibrahim ibrahima ignacio
    igor ike iker imran irving isaac istvan ivan ivica jack jacob jacques jaime jair jake jamal james jamil janos jared
    jaroslaw jason javier jay jeb jeff jeffrey jens jeremiah jeremy jerome jerry jesper jiabao jim jimmy jin jinping
    jintao jiri joachim joao joaquin jock joe joel johan john johnny joko jon jonathan jorg jorge jose joseph josh joshua
    juan juergen juha jukka julian julio jun junichiro jurgen justin kaczynski karim karl kasper kazuo keith kelvin kemal
    ken kenichi kenji kenneth keqiang kerr kevin khalid khalil kirk klaus kofi konstantin krzysztof kurt kwame kwesi kyle
    lance larry lars laszlo laurence laurent lawrence lech leo leon leonard leonardo lester lewis li liam lionel lloyd
    lorenzo lou louis lucas luigi luis luiz luka lukasz luke lyndon mack mads magnus mahathir mahesh mahmoud malcolm
    mamadou manmohan manoj manuel marc marcel marcin marco marcus mario mark marko markus martin marvin masahiro mateusz
    mathew mathieu matt matteo matthew matthias matti maurice mauricio max maxim maximiliano mehmet michael michel mickey
    miguel mike mikhail mikkel milan milos ming mitch mitt mohamed mohammad mohammed mort moshe moussa muammar muhammad
    murat murray mustafa myron nabil najib naoto narendra nasir nate nathan naveen neal ned neil nelson newt neymar niall
    nicholas nick nicolas nigel nikola nikolai nitin noah norman nuno olaf oleg oleksandr oliver olivier olu omar ondrej
    orrin osama oscar oswaldo otto ousmane owen ozzie pablo padraig paolo pascal patrick paul pavel pawel pedro pekka pete
    peter petr petro petteri phil philip philippe phillip pierre piotr pradeep prakash prayuth preston quentin quincy
    radek rafael rahul rainer raj rajesh rakesh ralph ramesh ramiro ramon rand randy rashid rasmus raul ravi ravindra ray
    raymond recep reggie reince rex rhys ricardo riccardo richard rick ricky rob robby robert roberto rod roderick rodney
    rodrigo roger rohan rohit roland roman ron ronald rory roscoe ross roy ruben rudolph rudy rufus rui rupert ruslan
    russell ryan sachin saddam salman salvador sami samuel sandeep sanjay santiago satoshi sauli scott seamus sean
    sebastian sergei sergey sergio sergiy seth shahid shane shaun sherrod shigeru shimon shinzo sid sigmar silvio simon
    sipho slobodan somchai soren stan stanley stefan stefano stephen sterling steve steven stewart strom stuart sunil
    suresh susilo sven tad takashi tarek tariq taro tate ted tendai thabo thaksin theodore thiago thibaut thierry thomas
    thorsten tiago tim timo timothy toby todd tom tomas tomasz tommy tony torsten toshio trent trevor trey ty tyler ulises
    ulrich uwe vaclav vern vernon victor vijay vikram viktor vincent vinod virat virgil vitali vladimir volodymyr wade
    walid wallace walter warren wasim wayne wei wen wenjie wesley wilbur wilhelm will william willie winston wladimir
    wolfgang woody xabi xavier xi yasser yaw yaya yevgeny yoshihide younis yuki yukio yuri yusuf yves zach zachary zack
    zahid zedong ziad zoltan zoran"""
)
_FEMALE = _set(
    """abigail ada adaeze adele agnes agnieszka ailsa aisha akiko alessandra alexandra alexis alice alicia alison
    allison alyssa amanda amara amber amelia amina aminata amy ana anastasia anette angela angelina anita anjali ann anna
    anne annegret anneli annette annie aoife april arianna ashley asma astrid audrey aung ava ayesha ayse azadeh
    barbara beata beatrice beatriz becky belinda benazir bernadette beth betsy betty beverly beyonce bianca birgit
    blessing bonnie brenda bridget brittany camilla camille candace carla carlotta carly carmen carol carole caroline
    carolyn carrie catarina catherine cathy catriona cecilia celia charlene charlotte chelsea cheryl chiara chioma chloe
    christiane christina christine cindy claire clara clarissa claudia condoleezza connie constance corazon cristina
    crystal cynthia daisy daniela danielle dawn debbie deborah debra deepika delia denise diana diane dianne dilma dina
    dolores dominique donna dora doris dorothy edith eileen eilidh ekaterina elaine eleanor elena elif elisabeth elise
    elizabeth ella ellen elodie elzbieta emily emine emma erica erika erin estelle esther ethel eva eve evelyn ewa faith
    farah fatemeh fatima fatou federica felicity filipa fiona florence folake frances francesca freja funmi gabriela
    gabrielle gail galina gemma georgia geraldine gertrude gillian gina ginny giorgia giovanna giulia gladys gleisi glenda
    gloria graca grace gretchen gudrun gwen gwyneth hala halima hannah harriet haruka hazel heather heidi heike helen
    helena helga helle hilary hillary hina hope huma ida imelda indira ines inger ingrid irene irina iris isabel isabella
    isabelle ivana ivanka iveta jacinda jacqueline jana jane janet janice jasmine jeanine jeanne jen jenna jennifer jenny
    jess jessica jill joan joana joanna joanne jocelyn jodie johanna josephine joy joyce juanita judith judy julia juliana
    julie juliet june jutta kamala karen katarzyna kate katherine kathleen kathryn kathy katie katrina kavita kay
    kayla keiko keisha kellyanne khadija kimberly kirsten kirstjen kristen kristin kristina ksenia laila lakshmi larisa
    latoya laura lauren lea leah leila lena leni leticia leymah lily linda lindiwe lisa liz lois loretta lori lorraine
    louisa louise lucia lucille lucy lydia lynn lynne lyudmila mabel madeleine magdalena maggie mairead malala malgorzata
    malia malkia mamata mandy manon marcia margaret margarita margrethe maria mariam marian mariana marianne marie marilyn
    marina marine marion marissa mariya marjorie marlene marta martha martina mary maryam masako maureen maxine maya
    mayawati meena megan megawati megyn meiling melania melanie melinda melissa meral mercedes meredith mette mia michele
    michelle michiko mildred miranda miriam moira molly mona monica monika nadezhda nadia nancy naoko naomi nasrin natalia
    natalie natalya natasha nathalie neema neha nellie ngozi niamh nicole nikki nina nirmala nomsa noor nora norma nusrat
    oksana olga olivia oprah paivi pamela paola patricia patsy patty paula pauline peggy penelope penny pernille petra
    phyllis pilar polina polly pooja pratibha precious priscilla priya rabia rachel radha ramona rania rebecca regina
    rekha renate renee rhonda riitta rita roberta rocio rosa rosalind rosario rose rosemary rosie roxanne ruth sabine
    sabrina sadia saira sally samantha samira sandra sania sanna sara sarah sayaka segolene selena serena shabana sharon
    sheila shelley sheryl shirin shirley shonda shreya sigrid silvia sinead siobhan smriti sofia sofie soledad sonia
    sophia sophie soumaya stacey stella stephanie sue sunita susan sushma susie suzanne svetlana swati sybil sylvia sylvie
    tamara tammy tansu tanya tara tarja tatiana tatyana teresa tess thandi theresa tiffany tina toni trisha trudy tyresha
    ursula usha valentina valerie vandana vanessa vera veronica veronique vicki vicky victoria viktoria viola violet
    virginia vivian wanda wangari wanjiru wendy whitney wilma winnie yasmin yingluck yoko yolanda yulia yuriko yvette
    yvonne zainab zanele zara zeynep zoe zuzana"""
)
_MASCULINE = (_MALE_TITLES | _set("man boy husband son uncle nephew grandfather widower gentleman")) - _set("mr sir lord")
_FEMININE = (_FEMALE_TITLES | _set("woman girl mother wife daughter aunt niece grandmother widow")) - _set("mrs ms miss dame")

_PEOPLE = (
    _ROLES
    | _MASCULINE
    | _FEMININE
    | _set(
        """official aide source witness resident voter fan neighbour neighbor friend expert critic supporter worker
    officer employee owner colleague insider person opponent passenger survivor victim patient parent customer visitor
    user caller guest organiser organizer campaigner volunteer protester demonstrator player trainer boss head staffer
    diplomat politician lawmaker legislator prosecutor solicitor barrister campaigner guard soldier veteran driver
    shopkeeper trader tourist student pupil youth child adult expert specialist academic lecturer scholar prisoner inmate
    defendant plaintiff juror clerk narrator historian observer"""
    )
)
_SAME_ROLE: Mapping[str, str] = dict(
    pair.split("=")
    for pair in """sen=senator rep=representative congressman=representative congresswoman=representative gov=governor
    gen=general col=colonel lt=lieutenant sgt=sergeant capt=captain maj=major prof=professor rev=reverend adm=admiral
    dr=doctor""".split()
)

# ------------------------------------------------------------------------------------------------------- the story


class Token(NamedTuple):
    """A word, a mark, or a whole quoted stretch; `word` is in lower case, without a possessive ending or last full stop."""

    start: int
    end: int
    text: str
    word: str
    quote: int = -1  # which stretch
    possessive: bool = False
    capital: bool = False
    is_word: bool = False


def _token(start: int, shown: str, word: str, possessive: bool = False) -> Token:
    return Token(start, start + len(shown), shown, word, -1, possessive, shown[0].isupper(), shown[0].isalnum())


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens first to last (one past): a sentence of the narration together with the stretches quoted in it."""

    first: int
    last: int
    paragraph: int


@dataclass(slots=True)
class Story:
    """The narration of a text: what is left between the quoted stretches."""

    text: str
    stretches: list[Stretch]
    tokens: list[Token] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)  # for each token
    token_of: dict[int, int] = field(default_factory=dict)  # for each stretch
    breaks: list[int] = field(default_factory=list)  # sentences that begin another story, as in a live blog

    def words(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


_TOKEN = re.compile(
    r"(?:[A-Z]-)?(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Cmdr|Adm|Rev|Hon|St|Prof|Jr|Sr|Del|[A-Z])\.(?=\s)|"
    r"[^\W\d_]+\.(?:com|org|net|info)\b|[^\W\d_]+(?:[-'’&][^\W_]+)*['’]?|\d+(?:[.,:/]\d+)*(?:-[^\W_]+){0,4}|\S"
)
_POSSESSIVE = re.compile(r"(?:(?<=s)['’]|['’]s)$")
_CONTRACTED = _set("he's she's it's who's that's there's who's what's here's let's how's where's")
_LONGEST_SENTENCE = 150  # tokens; longer ones are cut, so that no rule looks further than this
_LONGEST_APPOSITION = 50  # tokens
_BREAK = re.compile(r"[\W_]{3,}$|\d{1,2}[:.]\d\d ?[ap]\.?m\.?|\d{1,2} ?[ap]\.?m\.?$", re.I)


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        shown = match[0]
        word = shown.lower().replace("’", "'")
        possessive = word.endswith(("'s", "s'")) and word not in _CONTRACTED
        if possessive:
            shown = _POSSESSIVE.sub("", shown)
            word = _POSSESSIVE.sub("", word)
        elif word.endswith("'") and len(word) > 1:
            shown, word = shown[:-1], word[:-1]
        if len(word) > 1 and word.endswith("."):
            word = word.replace(".", "")
        pronoun, mark, _ = word.partition("'")
        if mark and pronoun in _PERSONAL:
            cut = match.start() + len(pronoun)
            yield _token(match.start(), shown[: len(pronoun)], pronoun)
            yield _token(cut, shown[len(pronoun) :], "is")
        else:
            yield _token(match.start(), shown, word, possessive)


def narrate(text: str) -> Story:
    """The story of a text. A title in quotation marks is one word of it, a nickname none."""
    story = Story(text, find_quotations(text))
    following = 0
    for number, (start, end) in enumerate(paragraphs(text)):
        first, at = len(story.tokens), start
        while following < len(story.stretches) and story.stretches[following].outer_start < end:
            stretch = story.stretches[following]
            story.tokens.extend(_tokens(text, at, stretch.outer_start))
            if stretch.kind == "quote":
                story.token_of[following] = len(story.tokens)
                story.tokens.append(Token(stretch.outer_start, stretch.outer_end, "", "", following))
            elif stretch.kind in ("title", "label"):
                title = text[stretch.start : stretch.end]
                story.tokens.append(_token(stretch.start, title, title.lower()))
                if title[-1] in ",.":
                    story.tokens.append(_token(stretch.end - 1, title[-1], title[-1]))
            at = stretch.outer_end
            following += 1
        story.tokens.extend(_tokens(text, at, end))
        if _BREAK.match(text, start, end):
            story.breaks.append(len(story.sentences))
        _cut(story, first, number)
    return story


def _cut(story: Story, first: int, paragraph: int) -> None:
    """Cut the tokens of a paragraph into sentences."""
    begin = first
    for at in range(first, len(story.tokens)):
        if at + 1 < len(story.tokens) and at - begin < _LONGEST_SENTENCE and not _ends_sentence(story, at):
            continue
        story.sentence_of.extend([len(story.sentences)] * (at + 1 - begin))
        story.sentences.append(Sentence(begin, at + 1, paragraph))
        begin = at + 1


def _ends_sentence(story: Story, at: int) -> bool:
    token, following = story.tokens[at], story.tokens[at + 1]
    if token.quote >= 0:
        last = story.text[story.stretches[token.quote].end - 1]
        if following.quote >= 0:
            return last in ".!?…"
        return following.capital and (last in "!?" and not _is_tag(story, at + 1) or last in ".…")
    if token.text.count(".") > 1 and token.text.endswith("."):  # He left the U.S. He never came back.
        return following.capital and following.word in _PERSONAL | _DETERMINERS | _CONJUNCTIONS
    if token.text in (".", "!", "?", "…"):
        return following.text not in (".", "!", "?", "…", ")", ",", ";") and not following.text[:1].islower()
    return False


def _is_tag(story: Story, at: int) -> bool:
    """Whether a verb of saying follows within a few words, or a name and any verb: "Why?" Ann Hill asked. "No!" Hill snorts."""
    following = story.tokens[at : at + 6]
    if any(token.word in _INVERTING for token in following):
        return True
    verb = next((number for number, token in enumerate(following) if not token.capital), 0)
    if not 0 < verb < len(following) - 1:
        return False
    return following[verb].word.endswith(("s", "ed")) and not following[verb + 1].is_word


# ------------------------------------------------------------------------------------------------------- the cast


@dataclass(slots=True, eq=False)
class Character:
    """Somebody or something named in the text, under the fullest form of the name."""

    names: list[str]
    count: int = 0
    male: float = 0.0
    female: float = 0.0
    place: float = 0.0
    roles: Counter[str] = field(default_factory=Counter)
    unnamed: bool = False

    @property
    def name(self) -> str:
        return " ".join(self.names)

    @property
    def sex(self) -> str | None:
        return "m" if self.male - self.female >= 1 else "f" if self.female - self.male >= 1 else None

    def fits(self, sex: str) -> float:
        """How well somebody can be meant by he ("m") or she ("f"): 0 is well, less is worse."""
        lean = self.male - self.female if sex == "m" else self.female - self.male
        return 0.0 if lean >= 1 else -0.7 if lean > 0 else -1.5 if lean == 0 else -2.5

    @property
    def body(self) -> bool:
        acronym = len(self.names) == 1 and self.names[0].isupper()
        return acronym or any(word.lower() in _BODIES for word in self.names) or len(self.names) > 4

    @property
    def person(self) -> bool:
        """Whether it can be one."""
        first, last = self.names[0].lower(), self.names[-1].lower().rpartition("-")[2]
        if self.body or last.removesuffix("s") in _DEMONYMS:
            return False
        if last in _PLACES or first in _PLACES and first not in _MALE | _FEMALE:
            return len(self.names) > 1 and first in _MALE | _FEMALE
        return self.sex is not None or self.place < self.count / 4

    @property
    def surely_person(self) -> bool:
        return self.male + self.female >= 2 or bool(self.roles)


class Name(NamedTuple):
    """A name in the text: tokens first to last (one past), the titles before it, and whose it is."""

    first: int
    last: int
    titles: tuple[str, ...]


@dataclass(slots=True)
class Cast:
    characters: list[Character] = field(default_factory=list)
    names: list[tuple[Name, Character]] = field(default_factory=list)
    at: dict[int, tuple[Name, Character]] = field(default_factory=dict)  # for each token of a name


def cast_of(story: Story) -> Cast:
    """Everybody named. Full names are read first, since a surname may stand before them."""
    cast = Cast()
    names = list(_names(story))
    known = _Known()
    full = [_full_name(story, cast, known, name) for name in names]
    for name, who in zip(names, full, strict=True):
        if who is None:
            who = _short_name(story, cast, known, name)
        else:
            known.latest[story.tokens[name.last - 1].word] = name.first, who
        if name.first and story.tokens[name.first - 1].word in ("in", "near", "across"):
            who.place += 1
        cast.names.append((name, who))
        cast.at.update(dict.fromkeys(range(name.first, name.last), (name, who)))
    for who in cast.characters:
        given = who.names[0].lower()
        if len(who.names) > 1 or given not in _PLACES:
            who.male += 2 * (given in _MALE)
            who.female += 2 * (given in _FEMALE)
    _read_sex(story, cast)
    _read_roles(story, cast)
    return cast


@dataclass(slots=True)
class _Known:
    """The characters met so far by surname and by given name, and where a surname last stood in a full name."""

    surnames: dict[str, list[Character]] = field(default_factory=dict)
    givens: dict[str, list[Character]] = field(default_factory=dict)
    latest: dict[str, tuple[int, Character]] = field(default_factory=dict)


_MOST_NAMESAKES = 20  # more bearers of one name are not told apart
_STILL_FRESH = 150  # tokens after "Ann Hill" in which "Hill" is rather she than a more frequent Hill


def _full_name(story: Story, cast: Cast, known: _Known, name: Name) -> Character | None:
    """Whose a name of two words or more is; None for a shorter one."""
    words = [story.tokens[at].text for at in range(name.first, name.last)]
    words = [word for word in words if word.lower() not in _POSTNOMINALS] or words
    core = [word.lower() for word in words if word.lower().rstrip(".") not in _SUFFIXES]
    if len(core) < 2:
        return None
    namesakes = known.surnames.setdefault(core[-1], [])
    who = next((other for other in namesakes[:_MOST_NAMESAKES] if _same_given(other.names[0].lower(), core[0])), None)
    if who is None:
        who = Character(words)
        cast.characters.append(who)
        namesakes.append(who)
        known.givens.setdefault(core[0], []).append(who)
    elif len(words) > len(who.names):
        who.names = words
    _note(who, name)
    return who


def _short_name(story: Story, cast: Cast, known: _Known, name: Name) -> Character:
    """Whose a surname or a given name alone is: that of the most frequent bearer, or of one named in full just before."""
    word = story.tokens[name.first].word
    options = (known.surnames.get(word) or known.givens.get(word) or [])[:_MOST_NAMESAKES]
    sex = next((_HONORIFICS[title] for title in name.titles if title in _HONORIFICS), None)
    options = [who for who in options if sex is None or who.sex in (None, sex)] or options
    if options:
        at, latest = known.latest.get(word, (-_STILL_FRESH, None))
        fresh = name.first - at < _STILL_FRESH
        who = max(options, key=lambda one: one.count + (3 if fresh and one is latest else 0))
    else:
        who = Character([story.tokens[name.first].text])
        cast.characters.append(who)
        known.surnames.setdefault(word, []).append(who)
    _note(who, name)
    return who


def _read_roles(story: Story, cast: Cast) -> None:
    """What somebody is said to be: before the name (finance minister Ann Hill) or after it (Ann Hill, the minister)."""
    tokens = story.tokens
    for name, who in cast.names:
        at = name.first - 1
        while at >= 0 and name.first - at < 9 and tokens[at].is_word and not tokens[at].possessive:
            if tokens[at].word in _BEFORE_ROLE or tokens[at].word in _CUES:
                break
            at -= 1
        words = [_role(tokens[i].word) for i in range(at + 1, name.first)]
        if _PEOPLE.intersection(words):
            who.roles.update(words)
        set_off = name.last + 1 < len(tokens) and tokens[name.last].text == ","
        if set_off and tokens[name.last + 1].word in ("the", "a", "an", "former"):
            for token in tokens[name.last + 1 : name.last + 9]:
                if not token.is_word or token.word in _AUXILIARIES or token.word in ("who", "which", "that", "and"):
                    break
                who.roles[_role(token.word)] += 1


_BEFORE_ROLE = (_DETERMINERS | _PREPOSITIONS | _CONJUNCTIONS | _AUXILIARIES) - {"of", "for"}


def _role(word: str) -> str:
    return _SAME_ROLE.get(word, word.rpartition("-")[2])


def _same_given(one: str, other: str) -> bool:
    one, other = one.strip("."), other.strip(".")
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return one == other or len(short) in (1, 3, 4, 5, 6) and long.startswith(short)


def _note(who: Character, name: Name) -> None:
    who.count += 1
    for title in name.titles:
        who.roles[title] += 1
        who.male += 4 * (_HONORIFICS.get(title) == "m")
        who.female += 4 * (_HONORIFICS.get(title) == "f")


def _read_sex(story: Story, cast: Cast) -> None:
    """What the pronouns after a name say, where neither a title nor the given name tells the sex."""
    for number, (name, who) in enumerate(cast.names):
        if who.sex or who.body:
            continue
        until = cast.names[number + 1][0].first if number + 1 < len(cast.names) else len(story.tokens)
        for at in range(name.last, min(until, name.last + 25)):
            word = story.tokens[at].word
            if word in ("he", "his", "him", "himself"):
                who.male += 0.5
                break
            if word in ("she", "her", "herself"):
                who.female += 0.5
                break


def _names(story: Story) -> Iterator[Name]:
    """Capitalised runs that may name somebody, without the titles before them."""
    tokens = story.tokens
    starts = {sentence.first for sentence in story.sentences}
    starts |= {at + 1 for at in story.token_of.values()}
    common = {token.word for token in tokens if token.text[:1].islower()}
    proper = {token.text for at, token in enumerate(tokens) if token.capital and at not in starts}
    quoting = {story.sentence_of[at] for at in story.token_of.values()}
    headlines = {
        number for number, sentence in enumerate(story.sentences) if number not in quoting and _is_headline(story, sentence)
    }
    at = 0
    while at < len(tokens):
        token, initial = tokens[at], at in starts
        if not token.capital or story.sentence_of[at] in headlines or _is_common(tokens, at, initial):
            at += 1
            continue
        end = _run(tokens, at, starts)
        lone = end == at + 1 and (token.word in common or _qualifies(tokens, end))
        if initial and (lone or token.word.endswith("ly")) and token.text not in proper and token.word not in _MALE | _FEMALE:
            at += 1
            continue
        first = _after_titles(tokens, at, end)
        shouted = end - first > 2 and all(token.text.isupper() for token in tokens[first:end])
        if first < end and not shouted:
            titles = [token.word for token in tokens[at:first]]
            while at and at not in starts and tokens[at - 1].word in _ROLES:
                at -= 1
                titles.append(tokens[at].word)
            yield Name(first, end, tuple(titles))
        at = end


def _is_common(tokens: list[Token], at: int, initial: bool) -> bool:
    """Whether a word has its capital from its place or its kind: the first one of a sentence, a day, a month."""
    if tokens[at].word in _MONTHS:
        return not _speaks(tokens, at)
    return tokens[at].word in (_STARTERS if initial else _NEVER_NAMES)


_NEVER_NAMES = _DETERMINERS | _CONJUNCTIONS | _PERSONAL | _WEEKDAYS


def _is_date(tokens: list[Token], at: int) -> bool:
    """Whether the name of a month is one: May 3, but not Ann May."""
    return tokens[at].word in _MONTHS and at + 1 < len(tokens) and tokens[at + 1].text[:1].isdigit()


def _speaks(tokens: list[Token], at: int) -> bool:
    """Whether a verb of saying or another name follows: then even May or April is somebody."""
    if at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    return following.capital or following.word in _INVERTING and _CUES[following.word].form in ("past", "third")


def _qualifies(tokens: list[Token], at: int) -> bool:
    """Whether the word after a capitalised one at the beginning of a sentence shows that it is an adjective: Health worries."""
    if at >= len(tokens) or not tokens[at].text[:1].islower():
        return False
    word = tokens[at].word
    return not (word in _CUES or word in _FOLLOWS_NAME or word.endswith(("ed", "ly")))


_FOLLOWS_NAME = _VERBS | _ADVERBS | _PREPOSITIONS | _CONJUNCTIONS


def _is_role(token: Token) -> bool:
    return token.word in _ROLES or token.word.rpartition("-")[2] in _ROLES


def _after_titles(tokens: list[Token], at: int, end: int) -> int:
    """Where the name begins in a capitalised run: after its last title; at its end if it is nothing but a title."""
    before_last = tokens[end - 2].word if end - at > 1 else ""
    if _is_role(tokens[end - 1]) and before_last not in _HONORIFICS and before_last not in _MALE | _FEMALE:
        return end
    first = at
    for i in range(at, end - 1):
        word = tokens[i].word
        leading = word in _DEMONYMS or word in _PEOPLE or word in _TITLE_WORDS and i + 2 < end
        if _is_role(tokens[i]) or i == first and leading:
            first = i + 1
    return first


def _run(tokens: list[Token], at: int, starts: set[int]) -> int:
    """Where the capitalised run that begins at a token ends (one past)."""
    end = at + 1
    while end < len(tokens) and end not in starts and end - at < 8 and not tokens[end - 1].possessive:
        token = tokens[end]
        if token.capital and (token.text[-1] == "." or token.word not in _DETERMINERS | _WEEKDAYS) and not _is_date(tokens, end):
            end += 1
        elif token.text == "&" and end + 1 < len(tokens) and tokens[end + 1].capital:
            end += 2
        elif token.word in _PARTICLES:
            last = next((i for i in range(end, min(end + 4, len(tokens))) if tokens[i].word not in _PARTICLES), end)
            if last == end or last in starts or not tokens[last].capital:
                break
            end = last + 1
        else:
            break
    return end


def _is_headline(story: Story, sentence: Sentence, least: int = 5) -> bool:
    """A short line in which most longer words begin with a capital letter: nothing can be read from its capitals."""
    tokens = story.tokens[sentence.first : sentence.last]
    long = [token.capital for token in tokens if token.is_word and len(token.text) > 3]
    return len(tokens) <= 30 and len(long) >= least and sum(long) >= 0.85 * len(long)


# ------------------------------------------------------------------------------------------------- subjects and tags

Kind = Literal["name", "pronoun", "noun"]


class Mention(NamedTuple):
    """A phrase that stands for somebody: tokens first to last (one past). For a name, `name` is its last token."""

    first: int
    last: int
    kind: Kind
    name: int = -1
    also: int = -1  # the last token of a name joined to it: Hill and Poe


class Tag(NamedTuple):
    """A verb of saying with its subject; together tokens first to last (one past)."""

    first: int
    last: int
    subject: Mention
    cue: int
    weight: int


_SETTING_OFF = frozenset((",", "—", "–", "-"))
_OPENING = _set("and but so yet or")
_INTRODUCING = _PREPOSITIONS | _CONJUNCTIONS
_FOLLOWS_SUBJECT = _PREPOSITIONS | _CONJUNCTIONS | _ADVERBS | {"who"}
_OFFICES = _set("secretary minister speaker chief director attorney chancellor president head")
_NO_HEAD = _PREPOSITIONS | _CONJUNCTIONS | _NO_SUBJECT | _set("the a an my your our its every no")  # no phrase ends with these
_BEFORE_PHRASE = (_ADVERBS | _MONTHS) - _DETERMINERS


def _is_manner(token: Token) -> bool:
    return token.word.endswith("ly") and not token.capital and len(token.word) > 4


class Grammar:
    """Reads subjects and verbs of saying out of the tokens of one sentence at a time."""

    def __init__(self, story: Story, cast: Cast) -> None:
        self.story, self.cast, self.tokens = story, cast, story.tokens

    # -- noun phrases

    def phrase_before(self, at: int, floor: int) -> Mention | None:
        """The noun phrase whose last token is given; of "a friend of Ann" it is "a friend"."""
        if at < floor:
            return None
        token, named = self.tokens[at], self.cast.at.get(at)
        if token.word in _PERSONAL:
            return Mention(at, at + 1, "pronoun")
        if not token.is_word or token.possessive or not named and token.word in _NO_HEAD:
            return None
        first = self._left_edge(named[0].first if named else at, floor)
        while first < at and self.tokens[first].word in _BEFORE_PHRASE:
            first += 1
        mention = Mention(first, at + 1, "name", at) if named else Mention(first, at + 1, "noun")
        return self._joined(mention, floor) or self._governor(mention, floor) or mention

    def _left_edge(self, first: int, floor: int) -> int:
        """Where the noun phrase begins that has a token inside."""
        for at in range(first - 1, max(floor, first - 12) - 1, -1):
            token, before = self.tokens[first], self.tokens[at]
            determined = token.word in _DETERMINERS and not (before.word in _DETERMINERS or before.possessive)
            if determined or not self._inside_phrase(at):
                break
            first = at
        return first

    def _joined(self, mention: Mention, floor: int) -> Mention | None:
        """Two phrases joined by "and": Ann Hill and Tom Reed; the chair and treasurer. In a list of more, nothing is joined."""
        first, tokens = mention.first, self.tokens
        if first - 2 < floor or tokens[first - 1].word != "and":
            return None
        if mention.kind == "name":
            if not self._is_person(mention) or first - 2 not in self.cast.at:
                return None
            other = self.phrase_before(first - 2, floor)
            if other is None or not self._is_person(other):
                return None
            listed = other.first - 2 >= floor and tokens[other.first - 1].text == "," and other.first - 2 in self.cast.at
            return None if listed else Mention(other.first, mention.last, "name", mention.name, other.name)
        if tokens[first].word in _DETERMINERS:
            return None
        other = self.phrase_before(first - 2, floor)
        return other if other and other.kind == "noun" and tokens[other.first].word in ("the", "a", "an") else None

    def _governor(self, mention: Mention, floor: int) -> Mention | None:
        """The friend in "a friend of Ann"; but there is none in "Minister of Trade Ann"."""
        first, tokens = mention.first, self.tokens
        if first - 2 < floor or tokens[first - 1].word not in ("of", "for", "from", "at", "in", "with", "to", "on"):
            return None
        if mention.kind == "name" and first < self.cast.at[mention.name][0].first and self._is_title(first - 2):
            return None
        governor = self.phrase_before(first - 2, floor)
        if governor is None:
            return None
        countable = tokens[governor.first].word in _DETERMINERS or tokens[governor.last - 1].word.endswith("s")
        return governor if governor.kind == "name" or countable else None

    def _inside_phrase(self, at: int) -> bool:
        """Whether a token can be part of a noun phrase to the left of its last word."""
        token = self.tokens[at]
        if not token.is_word:
            return False
        if at in self.cast.at:
            return True
        if token.word in _NO_HEAD or token.word in _PERSONAL:
            return token.word in _DETERMINERS
        cue = _CUES.get(token.word)
        if cue is None or token.capital:
            return True
        before = self.tokens[at - 1] if at else token
        return cue.form in ("base", "third") and (before.possessive or before.word in _DETERMINERS)

    def _is_title(self, at: int) -> bool:
        """Whether a title runs on over "of": Secretary of State, Minister for Trade, Speaker of the House."""
        return self.tokens[at].word in _OFFICES

    def phrase_after(self, at: int, end: int) -> Mention | None:
        """The noun phrase that begins with the token given."""
        tokens = self.tokens
        if at >= end:
            return None
        if tokens[at].word in _PERSONAL:
            return Mention(at, at + 1, "pronoun")
        last = at
        while last < end and last - at < 14:
            named = self.cast.at.get(last)
            if named:
                last = named[0].last
            elif self._ends_phrase(last, at):
                break
            else:
                last += 1
        if last == at or tokens[last - 1].possessive:
            return None
        return Mention(at, last, "name", last - 1) if last - 1 in self.cast.at else Mention(at, last, "noun")

    def _ends_phrase(self, at: int, first: int) -> bool:
        """Whether a token that is no name stands behind the noun phrase that begins at `first`."""
        token, before = self.tokens[at], self.tokens[at - 1]
        if not token.is_word or token.word in _CONJUNCTIONS or token.word in _NO_SUBJECT or token.word in _PERSONAL:
            return True
        if token.word in _PREPOSITIONS:
            return not (token.word in ("of", "for") and at > first and before.capital and self._is_title(at - 1))
        if at == first or token.capital:
            return False
        if token.word in _ADVERBS or token.word.endswith("ly"):
            return token.word not in ("family", "first")
        after_name = at - 1 in self.cast.at and not before.possessive
        cue = _CUES.get(token.word)
        if cue and before.word not in _DETERMINERS and not before.possessive:
            return after_name or cue.form in ("past", "ing")
        return after_name and token.word.endswith("ed")

    def whole(self, mention: Mention) -> Mention:
        """A phrase with what "of" or "for" adds to it: a spokesman for the council."""
        last = mention.last
        if last + 1 < len(self.tokens) and self.tokens[last].word in ("of", "for"):
            added = self.phrase_after(last + 1, self.story.sentences[self.story.sentence_of[last]].last)
            if added and added.kind != "pronoun":
                return mention._replace(last=added.last)
        return mention

    def words_of(self, mention: Mention) -> str:
        whole = self.whole(mention)
        return self.story.words(whole.first, whole.last)

    # -- subjects

    def skip_back(self, at: int, floor: int) -> int:
        """Past adverbs, auxiliaries, "last year" and brackets, leftwards."""
        tokens = self.tokens
        while at >= floor:
            token = tokens[at]
            if token.word in _SPANS and at > floor and tokens[at - 1].word in ("last", "this", "next", "that", "every", "one"):
                at -= 2
            elif at in self.cast.at:
                break
            elif token.word in _AUXILIARIES or token.word in _ADVERBS or _is_manner(token):
                at -= 1
            elif token.text in (")", "]"):
                while at > floor and tokens[at].text not in ("(", "["):
                    at -= 1
                at -= 1
            else:
                break
        return at

    def subject(self, cue: int, floor: int, tags: list[Tag]) -> Mention | None:
        """The subject of a verb, from what stands before it."""
        tokens = self.tokens
        at = max(floor, self.skip_back(cue - 1, floor))
        if at == cue:
            return None
        form, helpers = _CUES[tokens[cue].word].form, {token.word for token in tokens[at + 1 : cue]} & _AUXILIARIES
        if form == "ing" and not helpers & _BE:
            return self._participle_subject(at, cue, floor, tags)
        token = tokens[at]
        if token.text in _SETTING_OFF:
            participle = (
                form == "past" and not helpers and tokens[cue].word not in _INVERTING
            )  # the ferry, described as old, sank
            return self.before_apposition(at, floor) or (None if participle else self.clause_subject(cue, floor, tags))
        if token.word in ("and", "or", "but", "then", "to"):
            return self.clause_subject(cue, floor, tags)
        if token.word in ("who", "which") and at > floor:
            comma = tokens[at - 1].text == ","
            return self.phrase_before(self.skip_back(at - 1 - comma, floor), floor)
        if not token.is_word or token.word in _PREPOSITIONS or token.word in _CONJUNCTIONS:
            return None
        if token.word in _CUES and _CUES[token.word].form == "past" and not token.capital:  # a report released last year said
            at -= 1
        mention = self.phrase_before(at, floor)
        if mention is None or form == "base" and not helpers and not self._is_plural(mention):
            return None
        return self._no_object(mention, cue, floor, tags)

    def _participle_subject(self, at: int, cue: int, floor: int, tags: list[Tag]) -> Mention | None:
        """Who does what a verb in -ing says: Hill saying; with the owners saying; ..., saying."""
        phrase, named = self.phrase_before(at, floor), self.cast.at.get(at)
        if phrase and phrase.kind == "noun" and named and named[1].person:  # footage of Hill saying
            return Mention(named[0].first, at + 1, "name", at)
        if phrase and (self._is_person(phrase) or phrase.first > floor and self.tokens[phrase.first - 1].word == "with"):
            return phrase
        if at <= floor and self.tokens[at].word in _PREPOSITIONS:
            return self.following_subject(cue)
        return self.sentence_subject(cue, floor, tags)

    def _no_object(self, mention: Mention, cue: int, floor: int, tags: list[Tag]) -> Mention | None:
        """A phrase before a verb, unless it is the object of a preposition or another verb: then the subject is further left."""
        if mention.first == floor or mention.kind != "noun":
            return mention
        before = self.tokens[mention.first - 1].word
        if before in _PREPOSITIONS and before not in ("as", "after", "before", "since", "until", "like", "than"):
            return self.clause_subject(cue, floor, tags)
        if before in _CUES and _CUES[before].weight == 1:
            return self.before_relative(mention.first, floor) or self.clause_subject(cue, floor, tags)
        return mention

    def before_relative(self, at: int, floor: int) -> Mention | None:
        """The subject before a relative clause: an official who asked for leave said."""
        for who in range(at - 1, floor, -1):
            if self.tokens[who].text == ",":
                return None
            if self.tokens[who].word == "who":
                return self.phrase_before(who - 1, floor)
        return None

    def _is_plural(self, mention: Mention) -> bool:
        word = self.tokens[mention.last - 1].word
        return (
            word in ("they", "we", "i", "you", "who", "police", "people") or word.endswith("s") and not self._is_person(mention)
        )

    def _is_person(self, mention: Mention) -> bool:
        return mention.kind == "name" and self.cast.at[mention.name][1].person

    def before_apposition(self, comma: int, floor: int) -> Mention | None:
        """The subject before what commas set off: Ann Hill, 43, a teacher from Leeds, said."""
        tokens, best, inner = self.tokens, None, comma
        for at in range(comma - 1, max(floor, comma - _LONGEST_APPOSITION), -1):
            if tokens[at].text not in _SETTING_OFF or at + 1 == inner:
                continue
            mention = self.phrase_before(self.skip_back(at - 1, floor), floor)
            set_off, inner = inner, at
            if mention is None or mention.kind == "pronoun" or self._is_place(mention):
                continue
            before = tokens[mention.first - 1]
            free = mention.first == floor or not before.is_word or before.word in _CONJUNCTIONS | {"as", "including"}
            if free and mention.kind == "name":
                return mention
            added = self.cast.at.get(at + 1)  # the clerk, Ann Hill, said
            if best:
                continue
            if added and added[1].person and added[0].last <= set_off and not tokens[added[0].last - 1].possessive:
                best = Mention(mention.first if free else at + 1, added[0].last, "name", added[0].last - 1)
            elif free and (tokens[mention.first].word in _DETERMINERS or tokens[mention.last - 1].word.endswith("s")):
                best = mention
        return best

    def _is_place(self, mention: Mention) -> bool:
        return mention.kind == "name" and self.cast.at[mention.name][1].names[-1].lower() in _PLACES

    def clause_subject(self, cue: int, floor: int, tags: list[Tag]) -> Mention | None:
        """The subject a verb shares with an earlier one: that of the last verb of saying, else of the sentence."""
        strong = [tag for tag in tags if tag.weight == 2]
        if strong:
            return strong[-1].subject
        commas = [at + 1 for at in range(floor, cue) if self.tokens[at].text == ","]
        for first in reversed(commas[-4:]):
            subject = self.main_subject(first, cue)
            if subject and subject.kind != "noun" and subject.first - first <= 1 and not self._is_place(subject):
                return subject
        return tags[-1].subject if tags else self.main_subject(floor, cue)

    def sentence_subject(self, cue: int, floor: int, tags: list[Tag]) -> Mention | None:
        """The subject of what is set off at the end of a sentence: ..., Hill said, adding that."""
        if tags and tags[-1].weight == 2 and tags[-1].last in (cue - 1, cue - 2):
            return tags[-1].subject
        subject = self.main_subject(floor, cue)
        return subject if subject and (subject.kind != "noun" or not tags) else tags[0].subject if tags else None

    def following_subject(self, cue: int) -> Mention | None:
        """The subject of the clause after an introduction: After calling it “a farce”, she left."""
        end = self.story.sentences[self.story.sentence_of[cue]].last
        pause = next((at for at in range(cue, end) if self.tokens[at].text == "," or self.tokens[at].quote >= 0), end) + 1
        while pause < end and not self.tokens[pause].is_word:
            pause += 1
        subject = self.phrase_after(pause, end)
        return subject if subject and subject.kind != "noun" else None

    def main_subject(self, first: int, last: int) -> Mention | None:
        """The first noun phrase of a sentence after what may be set before it."""
        tokens, at = self.tokens, self._past_introduction(first, last)
        if at >= last:
            return None
        named = self.cast.at.get(at)
        if named and not tokens[named[0].last - 1].possessive:
            following = named[0].last
            if following >= last or tokens[following].word.endswith(("s", "ed")):
                return Mention(at, following, "name", following - 1)
        mention = self.phrase_after(at, last)
        if mention is None or tokens[mention.last - 1].word in _NO_SUBJECT:
            return None
        if first < mention.first and mention.last < last and tokens[mention.last].text == "," and self._is_set_off(mention):
            return self.main_subject(mention.last + 1, last)
        return self.with_apposed_name(mention, last)

    def _past_introduction(self, at: int, last: int) -> int:
        """Past conjunctions, adverbs, and what a preposition or a participle introduces up to its comma."""
        while at < last and at not in self.cast.at:
            token = self.tokens[at]
            if not token.is_word or token.word in _OPENING or token.word in _ADVERBS or token.word.endswith("ly"):
                at += 1
            elif token.word in _INTRODUCING or token.word in _CUES or token.word.endswith(("ing", "ed")):
                at = next((i for i in range(at, last) if self.tokens[i].text == ","), last) + 1
            else:
                break
        return at

    def _is_set_off(self, mention: Mention) -> bool:
        """Whether a phrase between commas is a place or a day: At a rally in Leeds, Ohio, on Monday, Hill said."""
        return (
            self._is_place(mention)
            or self.tokens[mention.first].word in _WEEKDAYS | _MONTHS
            or not self.tokens[mention.first].text.isalpha()
        )

    # -- tags

    def tags(self, sentence: Sentence) -> list[Tag]:
        """The verbs of saying of a sentence with their subjects."""
        found: list[Tag] = []
        for at in range(sentence.first, sentence.last):
            word = self.tokens[at].word
            if word == "according":
                tag = self._according(at, sentence)
            elif word in _CUES and not self._is_noun(at, sentence.first):
                tag = self._tag(at, sentence, found)
            else:
                continue
            if tag:
                found.append(tag)
        return found

    def _according(self, at: int, sentence: Sentence) -> Tag | None:
        if at + 2 < sentence.last and self.tokens[at + 1].word == "to":
            subject = self.phrase_after(at + 2, sentence.last)
            if subject:
                return Tag(at, subject.last, subject, at, 2)
        return None

    def _is_noun(self, at: int, floor: int) -> bool:
        """Whether what looks like a verb of saying is a noun or an adjective here: "a report", "late tweets"."""
        token, form = self.tokens[at], _CUES[self.tokens[at].word].form
        if at == floor or token.capital:
            return at != floor or form != "past"
        before = self.tokens[at - 1]
        nominal = form in ("base", "third")
        if before.possessive or before.word in (_DETERMINERS if nominal else _ARTICLES):
            return True
        if not nominal or before.capital:
            return False
        qualified = before.word[:1].isdigit() or before.word.endswith(("ing", "al", "ic", "ous", "ive"))
        return qualified or before.word in _PREPOSITIONS and before.word != "to"

    def _tag(self, at: int, sentence: Sentence, found: list[Tag]) -> Tag | None:
        """The tag of one verb: what somebody is said by, what follows it, or what stands before it."""
        tokens, cue, first, last = self.tokens, _CUES[self.tokens[at].word], sentence.first, sentence.last
        if cue.form == "past":
            if at + 1 < last and tokens[at + 1].word == "by" and tokens[at].word not in _INVERTING:
                subject = self.phrase_after(at + 2, last)
                return Tag(at, subject.last, subject, at, cue.weight) if subject else None
            helpers = tokens[self.skip_back(at - 1, first) + 1 : at]
            if any(token.word in _BE for token in helpers):
                return None
        inverted = self._inverted(at, first, last)
        opens = at == first or tokens[at - 1].quote >= 0
        if inverted and (opens or inverted.kind == "name"):
            return Tag(at, inverted.last, inverted, at, cue.weight)
        if opens:
            return None
        subject = self.subject(at, first, found)
        if subject is None:
            return Tag(at, inverted.last, inverted, at, cue.weight) if inverted else None
        nominal = (
            not self._is_person(subject)
            and subject.kind != "pronoun"
            and cue.form in ("base", "third")
            and tokens[at].word in _OFTEN_NOUNS
        )
        if tokens[subject.last - 1].word in _BY_NOBODY or nominal and not self._opens_speech(at + 1):
            return None
        return Tag(min(subject.first, at), at + 1, subject, at, cue.weight)

    def _inverted(self, at: int, first: int, last: int) -> Mention | None:
        """The subject after a verb that stands behind a mark: "...", said Hill."""
        tokens = self.tokens
        if tokens[at].word not in _INVERTING or _CUES[tokens[at].word].form == "ing" or at > first and tokens[at - 1].is_word:
            return None
        subject = self.with_apposed_name(self.phrase_after(at + 1, last), last)
        if subject is None or not self._may_follow(subject, last):
            return None
        if at > first and tokens[at - 1].text == ",":  # Ann Hill, a friend of the mayor, said Tom Reed ...
            left = self.before_apposition(at - 1, first)
            if left and left.kind == "name" and left.first - first < 4:
                return None
        return subject

    def _opens_speech(self, at: int) -> bool:
        return at < len(self.tokens) and (self.tokens[at].quote >= 0 or self.tokens[at].text in ("that", ",", ":"))

    def with_apposed_name(self, mention: Mention | None, end: int) -> Mention | None:
        """A noun phrase, or the name that a comma adds to it: said one of the officials, Ann Hill."""
        if mention is None or mention.kind != "noun":
            return mention
        comma = self.whole(mention).last
        if comma + 1 < end and self.tokens[comma].text == ",":
            added = self.phrase_after(comma + 1, end)
            if added and self._is_person(added) and not self._is_place(added):
                return Mention(mention.first, added.last, "name", added.name)
        return mention

    def _may_follow(self, subject: Mention, end: int) -> bool:
        """Whether what follows an inverted subject can follow one: said Hill, said Hill on Monday; not: said Hill would."""
        if subject.kind == "pronoun" and self.tokens[subject.first].word in ("it", "you"):
            return False
        if subject.last >= end:
            return True
        token = self.tokens[subject.last]
        if token.quote >= 0:
            return False
        return not token.is_word or token.word in _FOLLOWS_SUBJECT or token.word.endswith("ly")

    def owner(self, first: int, at: int) -> tuple[Mention, int] | None:
        """Whose words a noun announces: "Hill's claim that", "her promise to"; with the place of the noun."""
        tokens = self.tokens
        for i in range(at - 1, max(first, at - 10), -1):
            if tokens[i].word not in _CUE_NOUNS or tokens[i].capital:
                continue
            for k in range(i - 1, max(first - 1, i - 5), -1):
                if tokens[k].word in ("his", "her", "their"):
                    return Mention(k, k + 1, "pronoun"), i
                if tokens[k].possessive:
                    named = self.cast.at.get(k)
                    return (Mention(named[0].first, k + 1, "name", k) if named else Mention(k, k + 1, "noun")), i
                if not tokens[k].is_word:
                    break
        return None


# -------------------------------------------------------------------------------------------------------- the rules


class Found(NamedTuple):
    """The phrase that names the speaker of a stretch, its cue, the rule that found it and how sure that is."""

    mention: Mention
    cue: int  # -1 for a mark instead of a verb
    confidence: float
    rule: str = ""


@dataclass(slots=True)
class Scene:
    """What the rules look at: one quoted stretch and everything read so far."""

    story: Story
    grammar: Grammar
    tags: list[list[Tag]]  # for each sentence
    found: dict[int, Found]  # for the stretches before
    number: int = 0

    @property
    def stretch(self) -> Stretch:
        return self.story.stretches[self.number]

    @property
    def at(self) -> int:
        return self.story.token_of[self.number]

    @property
    def where(self) -> int:
        return self.story.sentence_of[self.at]

    @property
    def sentence(self) -> Sentence:
        return self.story.sentences[self.where]

    @property
    def before(self) -> Sentence | None:
        """The sentence before, of the same paragraph."""
        previous = self.story.sentences[self.where - 1] if self.where else None
        return previous if previous and previous.paragraph == self.sentence.paragraph else None

    @property
    def alone(self) -> bool:
        """Whether the sentence holds nothing but quoted stretches."""
        return not any(token.is_word for token in self.story.tokens[self.sentence.first : self.sentence.last])


_PAUSES = frozenset((",", "—", "–", "-", "―", ".", ":", ";", "…"))


def _transcript(scene: Scene) -> Found | None:
    tokens, at, first = scene.story.tokens, scene.at, scene.sentence.first
    while first < at and not tokens[first].is_word:
        first += 1
    if at - 1 > first and tokens[at - 1].text == ":" and at - first < 8:
        mention = scene.grammar.phrase_before(scene.grammar.skip_back(at - 2, first), first)
        if mention and mention.first == first and (mention.kind == "name" or tokens[first].text.isupper()):
            return Found(mention, -1, 0.95)
    return None


def _signature(scene: Scene) -> Found | None:
    tokens, at, sentences = scene.story.tokens, scene.at, scene.story.sentences
    if at + 2 < len(tokens) and tokens[at + 1].text in ("—", "–", "-", "―"):
        last = sentences[scene.story.sentence_of[at + 1]].last
        mention = scene.grammar.phrase_after(at + 2, last)
        if mention and mention.kind == "name" and (mention.last >= last or not tokens[mention.last].is_word):
            return Found(mention, -1, 0.95)
    return None


def _tag_after(scene: Scene) -> Found | None:
    tokens, at = scene.story.tokens, scene.at + 1
    while at < scene.sentence.last and tokens[at].text in _PAUSES:
        at += 1
    ends = scene.story.text[scene.stretch.end - 1]
    for tag in scene.tags[scene.where]:
        if tag.first == at and (ends == "," or tag.weight == 2):
            return Found(tag.subject, tag.cue, 0.97 if ends in ",?!…—-" else 0.9)
    return _any_verb_after(scene, at) if ends in ",?!" else None


def _any_verb_after(scene: Scene, at: int) -> Found | None:
    """A name or pronoun and whatever verb right behind a stretch: “Never,” Hill snorts."""
    tokens, named = scene.story.tokens, scene.grammar.cast.at.get(at)
    if at < scene.sentence.last and (named or tokens[at].word in ("he", "she", "they")):
        verb = named[0].last if named else at + 1
        if verb < scene.sentence.last and not tokens[verb - 1].possessive and tokens[verb].word.endswith(("ed", "s")):
            return Found(Mention(at, verb, "name", verb - 1) if named else Mention(at, verb, "pronoun"), verb, 0.85)
    return None


def _resumed(scene: Scene) -> Found | None:
    """The second half of a sentence that was broken off for its tag."""
    story, at = scene.story, scene.at
    if at < 2 or story.tokens[at - 1].text not in _SETTING_OFF or story.tokens[at - 2].word in _CUES:
        return None
    earlier = story.token_of.get(scene.number - 1, -1)
    hit = scene.found.get(scene.number - 1)
    if hit is None or hit.rule != "tag after" or story.sentence_of[earlier] != scene.where:
        return None
    broken = story.text[story.stretches[scene.number - 1].end - 1] in ",—–-"
    return hit._replace(confidence=hit.confidence * 0.98) if broken and story.text[scene.stretch.start].islower() else None


def _tag_before(scene: Scene) -> Found | None:
    before = [tag for tag in scene.tags[scene.where] if tag.last <= scene.at and tag.cue < scene.at]
    strong = [tag for tag in before if tag.weight == 2]
    owner = scene.grammar.owner(scene.sentence.first, scene.at)
    if owner and (owner[1] >= scene.at - 2 or not strong):
        return Found(owner[0], owner[1], 0.6)
    for tag in reversed(strong):
        itself = scene.story.tokens[tag.subject.last - 1].word in ("it", "we", "i", "you")
        if not itself or tag is strong[0]:
            return Found(tag.subject, tag.cue, 0.7 if _turned(scene, tag) else 0.94 if len(strong) == 1 else 0.91)
    return _weak_tag(scene, before[-1]) if before else None


def _weak_tag(scene: Scene, tag: Tag) -> Found:
    """A verb that need not be one of saying, surer before a colon and of people: A spokesman rejected the claim: “...”"""
    tokens, subject = scene.story.tokens, tag.subject
    if tokens[scene.at - 1].text == ":":
        return Found(subject, tag.cue, 0.85)
    thing = subject.kind == "noun" and tokens[subject.last - 1].word not in _PEOPLE
    return Found(subject, tag.cue, 0.45 if thing else 0.7)


def _turned(scene: Scene, tag: Tag) -> bool:
    """Whether a tag belongs to an earlier stretch and the sentence has gone on: “Yes,” she said, but as Hill spoke of “tea”."""
    tokens, before = scene.story.tokens, tag.first - 1
    while before > scene.sentence.first and tokens[before].text in _PAUSES:
        before -= 1
    went_on = any(token.word in ("but", "and", "as", "while", "when") for token in tokens[tag.last : scene.at])
    return went_on and before >= scene.sentence.first and tokens[before].quote >= 0


def _colon_here(scene: Scene) -> Found | None:
    """A colon before the stretch in its own sentence, without a verb of saying: Hill has one wish: “peace”."""
    tokens, first = scene.story.tokens, scene.sentence.first
    colon = next((at for at in range(scene.at - 1, max(first, scene.at - 4), -1) if tokens[at].text == ":"), None)
    if colon is None or any(token.capital for token in tokens[colon : scene.at]):
        return None
    named = scene.grammar.cast.at.get(scene.at - 2)
    if colon == scene.at - 1 and named and named[1].person and not tokens[colon - 1].possessive:
        name = named[0]
        if tokens[name.first - 1].word not in _PREPOSITIONS:
            return Found(Mention(name.first, name.last, "name", name.last - 1), -1, 0.8)
    subject = scene.grammar.main_subject(first, scene.at)
    return Found(subject, -1, 0.8) if subject else None


def _tag_later(scene: Scene) -> Found | None:
    later = [tag for tag in scene.tags[scene.where] if tag.first > scene.at]
    later = [tag for tag in later if tag.weight == 2] or later
    return Found(later[0].subject, later[0].cue, 0.8) if later else None


def _next_sentence(scene: Scene) -> Found | None:
    sentences, where = scene.story.sentences, scene.where
    if where + 1 == len(sentences) or scene.at + 1 != scene.sentence.last:
        return None
    following = sentences[where + 1]
    if following.paragraph == scene.sentence.paragraph:
        for tag in scene.tags[where + 1][:1]:
            if tag.first == following.first and following.last - tag.last <= 2:
                return Found(tag.subject, tag.cue, 0.85)
    return None


def _split(scene: Scene) -> Found | None:
    if not scene.before or scene.at != scene.sentence.first:
        return None
    quotes = [token.quote for token in scene.story.tokens[scene.before.first : scene.before.last] if token.quote >= 0]
    hit = scene.found.get(quotes[-1]) if quotes else None
    return hit and Found(hit.mention, hit.cue, hit.confidence * (0.98 if scene.alone else 0.75))


def _announced(scene: Scene) -> Found | None:
    """The last sentence before, in this paragraph or, with a colon, in the one before."""
    if not scene.where or not scene.alone:
        return None
    tokens, where = scene.story.tokens, scene.where - 1
    previous = scene.story.sentences[where]
    colon = tokens[previous.last - 1].text == ":"
    if not scene.before and not colon:
        return None
    strong = [tag for tag in scene.tags[where] if tag.weight == 2]
    if strong:
        return Found(strong[-1 if colon else 0].subject, strong[-1].cue, 0.9 if colon else 0.8)
    subject = scene.grammar.main_subject(previous.first, previous.last)
    return Found(subject, -1, 0.85 if colon else 0.7) if subject else None


def _still_speaking(scene: Scene) -> Found | None:
    """Nothing in the sentence names a speaker, but the sentence before does."""
    if not scene.before or scene.stretch.end - scene.stretch.start < 15:
        return None
    quotes = [token.quote for token in scene.story.tokens[scene.before.first : scene.before.last] if token.quote >= 0]
    hit = scene.found.get(quotes[-1]) if quotes else None
    if hit:
        return Found(hit.mention, hit.cue, hit.confidence * 0.8)
    strong = [tag for tag in scene.tags[scene.where - 1] if tag.weight == 2]
    return Found(strong[0].subject, strong[0].cue, 0.65) if strong else None


def _carried_on(scene: Scene) -> Found | None:
    hit = scene.found.get(scene.number - 1)
    if hit and scene.alone and not scene.story.stretches[scene.number - 1].closed:
        return Found(hit.mention, hit.cue, hit.confidence * 0.95)
    return None


def _last_speaker(scene: Scene) -> Found | None:
    hit = scene.found.get(scene.number - 1)
    if hit and scene.alone:
        story = scene.story
        where = story.sentence_of[story.token_of[scene.number - 1]]
        new_story = bisect_right(story.breaks, scene.where) > bisect_right(story.breaks, where)
        if not new_story and scene.sentence.paragraph - story.sentences[where].paragraph <= 1:
            return Found(hit.mention, hit.cue, 0.75 * hit.confidence)
    return None


class Rule(NamedTuple):
    name: str
    example: str
    apply: Callable[[Scene], Found | None]


RULES = (
    Rule("transcript", "Hill: “We won.”", _transcript),
    Rule("signature", "“We won.” — Ann Hill", _signature),
    Rule("tag after", "“We won,” said Hill. “We won,” Hill, the captain, told reporters.", _tag_after),
    Rule("resumed", "“We won,” said Hill, who told the press to wait, “at last.”", _resumed),
    Rule("tag before", "Hill said that it was “a great day”. Her promise to “win at any price”.", _tag_before),
    Rule("colon", "Hill has one wish: “peace”.", _colon_here),
    Rule("tag later", "It was a “great day” for the club, Hill said.", _tag_later),
    Rule("tag in the next sentence", "“We won.” Hill said.", _next_sentence),
    Rule("split quotation", "“We won,” Hill said. “At last.”", _split),
    Rule("long quotation", "“We won,” said Hill. “We sang. ¶ “We drank.”", _carried_on),
    Rule("announced", "Hill disagreed. “We lost.” Hill went on: ¶ “We lost.”", _announced),
    Rule("still speaking", "“We won,” Hill said. And now, “we will go on and on”.", _still_speaking),
    Rule("last speaker", "“We won,” Hill said. ¶ “We drank.”", _last_speaker),
)


# Rules that say too little for a stretch of one or two words, which may be no quotation at all.
_GUESSES = frozenset(("last speaker", "still speaking", "tag later"))


def find_tags(story: Story, grammar: Grammar, tags: list[list[Tag]]) -> dict[int, Found]:
    """For each stretch the phrase that names its speaker."""
    scene = Scene(story, grammar, tags, {})
    for number in story.token_of:
        scene.number = number
        for rule in RULES:
            hit = rule.apply(scene)
            if hit:
                scene.found[number] = hit._replace(rule=rule.name)
                break
    return scene.found


# ----------------------------------------------------------------------------------------------------- who is meant


@dataclass(slots=True)
class Sighting:
    """A place where a character is in view, and how much: a subject more than an owner."""

    sentence: int
    who: Character
    weight: float


class Resolver:
    """Finds who a phrase stands for. Phrases are given to it in the order of the text."""

    def __init__(self, story: Story, cast: Cast, tags: Sequence[Tag], grammar: Grammar) -> None:
        self.story, self.cast, self.grammar = story, cast, grammar
        self.tags = [tag for tag in tags if tag.weight == 2]
        self.cues = [tag.cue for tag in self.tags]
        self.speakers = {id(cast.at[tag.subject.name][1]) for tag in self.tags if tag.subject.kind == "name"}
        self.distance: list[int] = []  # for each sentence, how many before it are not mere quotations
        told = 0
        for sentence in story.sentences:
            self.distance.append(told)
            told += any(token.is_word for token in story.tokens[sentence.first : sentence.last])
        seen = sorted(self._sightings(tags), key=lambda entry: entry[0])
        self.starts = [at for at, _ in seen]
        self.sightings = [sighting for _, sighting in seen]
        self.spoken: list[tuple[int, Sighting]] = []  # phrases resolved so far

    def _sightings(self, tags: Sequence[Tag]) -> Iterator[tuple[int, Sighting]]:
        """All places where somebody is in view: as the subject of a verb of saying or of a sentence, or in passing."""
        story, subjects = self.story, {tag.subject.name: 0.5 + tag.weight for tag in tags if tag.subject.kind == "name"}
        for number, sentence in enumerate(story.sentences):
            subject = self.grammar.main_subject(sentence.first, sentence.last)
            opens = number == 0 or story.sentences[number - 1].paragraph != sentence.paragraph
            if subject and subject.kind == "name":
                subjects[subject.name] = max(2.5 if opens else 2.2, subjects.get(subject.name, 0))
            elif subject:
                yield from self._unnamed(subject, 1.5)
        for tag in tags:
            yield from self._unnamed(tag.subject, 2.5)
        met: set[int] = set()
        for name, who in self.cast.names:
            introduced = id(who) not in met and name.last - name.first > 1
            met.add(id(who))
            yield name.first, Sighting(story.sentence_of[name.first], who, self._weight(name, subjects) + 1.0 * introduced)

    def _weight(self, name: Name, subjects: Mapping[int, float]) -> float:
        if name.last - 1 in subjects:
            return subjects[name.last - 1]
        if self.story.tokens[name.last - 1].possessive:
            return -0.5
        before = self.story.tokens[name.first - 1].word if name.first else ""
        return -0.3 if before in _PREPOSITIONS else 0.0

    def _unnamed(self, subject: Mention, weight: float) -> Iterator[tuple[int, Sighting]]:
        """A sighting of one person without a name: a spokeswoman for the council."""
        first, head = self.story.tokens[subject.first], self.story.tokens[subject.last - 1].word
        one = first.possessive or first.word in ("a", "an", "the", "another", "my", "one", "his", "her")
        if subject.kind == "noun" and head in _PEOPLE and one:
            who = Character([self.grammar.words_of(subject)], 1, 2.0 * (head in _MASCULINE), 2.0 * (head in _FEMININE))
            who.unnamed = True
            who.roles[head] += 1
            yield subject.first, Sighting(self.story.sentence_of[subject.first], who, weight)

    def resolve(self, mention: Mention) -> tuple[str | None, float]:
        """The name to print, or the phrase itself, and how sure that is."""
        if mention.kind == "name":
            who = self.cast.at[mention.name][1]
            self._saw(mention, who)
            if mention.also >= 0:
                return f"{self.cast.at[mention.also][1].name} and {who.name}", 0.85
            return who.name, 1.0
        if mention.kind == "noun":
            named = self._by_role(mention)
            if named:
                self._saw(mention, named)
                return named.name, 0.85
            return self.grammar.words_of(mention), 0.93
        return self._pronoun(mention)

    def _by_role(self, mention: Mention) -> Character | None:
        """Who is meant by "the senator", when somebody was introduced as one."""
        tokens = self.story.tokens
        if tokens[mention.first].word not in ("the", "this", "that"):
            return None
        words = {_role(token.word) for token in tokens[mention.first + 1 : mention.last]}
        head = _role(tokens[mention.last - 1].word)
        if head not in _PEOPLE:
            return None
        here, upto = self.story.sentence_of[mention.first], bisect_right(self.starts, mention.first)
        best: tuple[float, Character] | None = None
        for sighting in self.sightings[max(0, upto - 60) : upto]:
            who = sighting.who
            if who.unnamed or who.body or not who.roles[head] or not words - _ANYBODYS <= who.roles.keys():
                continue
            score = min(who.roles[head], 3) - 0.2 * (here - sighting.sentence) + 0.3 * sighting.weight
            score -= 2 * ("former" in who.roles and "former" not in words)
            if best is None or score > best[0]:
                best = score, who
        return best[1] if best else None

    def _saw(self, mention: Mention, who: Character) -> None:
        self.spoken.append((mention.first, Sighting(self.story.sentence_of[mention.first], who, 2.2)))

    def _pronoun(self, mention: Mention) -> tuple[str | None, float]:
        """Who he or she is: of those in view the one with the highest score, as sure as the next one is behind."""
        word, here = self.story.tokens[mention.first].word, self.story.sentence_of[mention.first]
        if word == "it":
            return self._thing(here, mention.first)
        if word not in ("he", "his", "she", "her"):
            return None, 0.0
        sex = "m" if word in ("he", "his") else "f"
        upto = bisect_right(self.starts, mention.first)
        in_view = self.sightings[max(0, upto - 40) : upto] + [sighting for at, sighting in self.spoken[-8:] if at < mention.first]
        scores: dict[int, tuple[float, Character]] = {}
        for sighting in in_view:
            who = sighting.who
            if who.person and who.sex in (None, sex):
                score = self._score(sighting, sex, here)
                if id(who) not in scores or score > scores[id(who)][0]:
                    scores[id(who)] = score, who
        if not scores:
            return None, 0.0
        (top, who), *others = sorted(scores.values(), key=lambda entry: -entry[0])
        margin = top - others[0][0] if others else 3.0
        self._saw(mention, who)
        return who.name, min(0.97, 0.6 + 0.23 * margin) - 0.15 * (who.sex is None)

    def _score(self, sighting: Sighting, sex: str, here: int) -> float:
        """How likely a pronoun in a sentence stands for somebody seen in it or before. The constants are set by hand."""
        who = sighting.who
        score = sighting.weight + who.fits(sex)
        score -= 0.8 * (self.distance[here] - self.distance[sighting.sentence])
        score -= 4.0 * (bisect_right(self.story.breaks, here) - bisect_right(self.story.breaks, sighting.sentence))
        score += 0.1 * min(who.count, 10)
        score -= 0.7 * (not who.surely_person and id(who) not in self.speakers)
        score += 2.0 * (sighting.sentence == here and sighting.weight >= 2)
        return score

    def _thing(self, here: int, at: int) -> tuple[str | None, float]:
        """What "it" stands for: the body or the paper that spoke in one of the sentences before."""
        upto = bisect_right(self.cues, at - 1)
        for tag in reversed(self.tags[max(0, upto - 4) : upto]):
            subject = tag.subject
            if here - self.story.sentence_of[subject.first] > 3 or subject.kind == "pronoun":
                continue
            if subject.kind == "name" and not self.cast.at[subject.name][1].person:
                return self.cast.at[subject.name][1].name, 0.7
            if subject.kind == "noun" and self.story.tokens[subject.last - 1].word not in _PEOPLE:
                return self.grammar.words_of(subject), 0.7
        return None, 0.0


# Words that do not tell one bearer of a role from another.
_ANYBODYS = _set("former top then new current outgoing first chief own longtime")


# ------------------------------------------------------------------------------------------------------ all together


_LIKELY = 0.6  # below this a name is about as likely wrong as right, and none is given


def attribute(text: str, people: Sequence[Person] = (), published: str | None = None) -> list[Quotation]:
    """The quotations of a text with their speakers; titles and scare quotes are left out.

    A speaker is given as the text's fullest form of the name, as the noun phrase where nobody is named, or, where it is
    one of `people`, as the name given there. `published` (an ISO date) decides which roles of theirs hold.
    """
    story = narrate(text)
    cast = cast_of(story)
    grammar = Grammar(story, cast)
    tags = [grammar.tags(sentence) for sentence in story.sentences]
    found = find_tags(story, grammar, tags)
    resolver = Resolver(story, cast, [tag for of_sentence in tags for tag in of_sentence], grammar)
    directory = Directory(people, published)
    longer = _words_of_longer_stretches(story)
    quotations = []
    for number in story.token_of:
        stretch, hit = story.stretches[number], found.get(number)
        if not _worth_listing(story, number, hit, longer):
            continue
        quotation = Quotation(stretch.start, stretch.end, text[stretch.start : stretch.end])
        if hit:
            speaker, share = resolver.resolve(hit.mention)
            confidence = round(hit.confidence * share, 2)
            if confidence < _LIKELY:
                speaker = None
            named = cast.at.get(hit.mention.also if hit.mention.also >= 0 else hit.mention.name)
            first = named[0].first if named else hit.mention.first
            quotation = replace(
                quotation,
                speaker=directory.name_of(speaker) if speaker else None,
                speaker_start=story.tokens[first].start,
                speaker_end=story.tokens[hit.mention.last - 1].end,
                cue=story.tokens[hit.cue].text if hit.cue >= 0 else None,
                confidence=confidence if speaker else 0.0,
            )
        quotations.append(quotation)
    return quotations


def _worth_listing(story: Story, number: int, hit: Found | None, longer: frozenset[str]) -> bool:
    """A short stretch that nobody is said to have said is a scare quote, unless a headline takes it from a longer one."""
    stretch = story.stretches[number]
    words = _quoted_words(story, stretch)
    if len(words) > 2 or hit is not None and hit.confidence >= 0.75 and hit.rule not in _GUESSES:
        return True
    sentence = story.sentences[story.sentence_of[story.token_of[number]]]
    return longer.issuperset(words) and _is_headline(story, sentence, 3)


def _quoted_words(story: Story, stretch: Stretch) -> list[str]:
    return [word.strip(".,!?") for word in story.text[stretch.start : stretch.end].lower().split()]


def _words_of_longer_stretches(story: Story) -> frozenset[str]:
    found: set[str] = set()
    for number in story.token_of:
        words = _quoted_words(story, story.stretches[number])
        if len(words) > 2:
            found.update(words)
    return frozenset(found)


# ----------------------------------------------------------------------------------------------- people of a sheet


class Directory:
    """The people of a sheet under all that they may be called: names, aliases, and the roles they held on a date."""

    def __init__(self, people: Sequence[Person], date: str | None = None) -> None:
        self.people = {person.id: person for person in people}
        self._ids: dict[str, set[str]] = {}
        self._surnames: dict[str, set[str]] = {}
        self._given = {person.id: _plain(person.name).partition(" ")[0] for person in people}
        for person in people:
            held = [role.title for role in person.roles if _held(role.since, role.until, date)]
            for name in (person.name, *person.aliases, *held):
                self._ids.setdefault(_plain(name), set()).add(person.id)
            self._surnames.setdefault(_plain(person.name).rpartition(" ")[2], set()).add(person.id)

    def id_of(self, speaker: str) -> str | None:
        """Whose name, alias or role it is. A surname alone, or a middle name more, will do where nobody else is meant by it."""
        plain = _plain(speaker)
        given, _, surname = plain.rpartition(" ")
        bearers = self._surnames.get(surname, set())
        ids = self._ids.get(plain) or {one for one in bearers if not given or self._given[one] == given.partition(" ")[0]}
        return next(iter(ids)) if len(ids) == 1 else None

    def name_of(self, speaker: str) -> str:
        found = self.id_of(speaker)
        return self.people[found].name if found else speaker


def _plain(name: str) -> str:
    """A name without article, full stops and capitals: "The U.S. envoy" and "US envoy" are the same."""
    plain = name.casefold().replace(".", "").replace("-", " ").replace("’", "'")
    return plain.removeprefix("the ").strip()


def _held(since: str | None, until: str | None, date: str | None) -> bool:
    """Whether a role was held on a date. All three may be as short as a year: only what they share is compared."""
    if not date:
        return until is None
    begun = since is None or since[: len(date)] <= date[: len(since)]
    return begun and (until is None or date[: len(until)] <= until[: len(date)])


def person_of(speaker: str, people: Sequence[Person]) -> str | None:
    """The id of the person that a speaker's name, alias or present role stands for."""
    return Directory(people).id_of(speaker)
