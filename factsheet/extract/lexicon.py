"""The words that readers of speech know: closed tables, in small letters, each with the reason why it is here.

Verbs and nouns of saying first, then the small words of grammar, then what tells a person from a place or a body. Only
words whose class is closed or whose meaning decides a reading stand here; everything else is read from its place.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

# ------------------------------------------------------------------------------------------------- verbs of saying


def wordset(words: str) -> frozenset[str]:
    return frozenset(words.split())


Form = Literal["base", "third", "past", "ing"]


class Cue(NamedTuple):
    """A form of a verb of saying. `weight` is 2 for verbs that carry somebody's words, 1 for those that only may."""

    form: Form
    weight: int


IRREGULAR = {  # base: third, past (and participle), -ing
    "say": "says said saying",
    "make": "makes made making",
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


def forms(verb: str) -> Iterator[tuple[str, Form]]:
    """The forms of a verb of saying, each with what it is."""
    yield verb, "base"
    if verb in IRREGULAR:
        for form in IRREGULAR[verb].split():
            yield form, "ing" if form.endswith("ing") and len(form) > 4 else "third" if form.endswith("s") else "past"
        return
    stem = verb.removesuffix("e")
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"), "third"
    yield stem + "ed", "past"
    yield stem + "ing", "ing"


# Verbs that carry words: they may stand before their subject (said Hill) and mean that somebody spoke.
SAY = """say tell write ask reply respond answer add declare insist argue explain note warn announce state claim
    admit acknowledge concede assert continue recall joke quip shout yell cry whisper tweet post conclude observe remark
    comment exclaim urge promise vow boast complain suggest contend maintain stress emphasize emphasise reiterate repeat
    tease mutter scream chant sing testify report predict pledge caution counter retort lament advise allege protest
    reveal confess interject muse mention reflect recount clarify retweet text rap affirm reason wonder inquire confirm
    deny proclaim opine fume plead murmur growl bellow echo elaborate gush snap sigh laugh chuckle moan groan reassure
    assure inform instruct beg propose stipulate specify hint imply read swear submit speak thunder roar scoff sneer chide
    scold admonish hiss interrupt bark intone rejoin remind believe think agree exhort implore object point riff rant
    deadpan underline underscore highlight blog find charge
    indicate disclose threaten notify"""
# Verbs that quote in passing: called it “a farce”, was accused of “playing with lives”.
DESCRIBE = """call describe dub label brand characterize characterise refer denounce dismiss accuse blame criticize
    criticise praise mock blast slam condemn hail attack rip cite tout deride decry ridicule liken lambaste commend
    applaud bemoan portray term deem quote rule apologize apologise demand"""
# Verbs that may carry words and mostly do not: a reading by one of them alone is less sure.
MAY_SAY = """consider regard fault rebuke reject welcome defend thank discuss address see feel favor favour express voice
    raise mean want hold disagree concur nod shrug smile grin frown snort promote push encourage invite outline detail
    advocate request invoke question doubt hope expect reference put compare paint fear credit cast estimate determine
    order recommend appeal sum vent plan release issue offer send look seek try worry know like love support oppose
    oversee give get stand make take show pray dream need signal go begin rate challenge"""
# All forms of all these verbs.
CUES: Mapping[str, Cue] = {
    word: Cue(form, weight)
    for verbs, weight in ((MAY_SAY, 1), (DESCRIBE, 2), (SAY, 2))
    for verb in verbs.split()
    for word, form in forms(verb)
}
# Verbs with a subject behind them: “No,” said Hill. Not tell, which has whom it was told there.
INVERTING = frozenset(word for verb in SAY.split() for word, _ in forms(verb)) - wordset("tell tells told telling")
# Nouns that announce words: Hill's promise to “win”; the answer of Hill.
CUE_NOUNS = wordset(
    """statement comment comments remark remarks claim claims promise pledge call calls tweet tweets words response
    reply message letter speech warning description assertion suggestion view views opinion slogan motto advice verdict
    answer question complaint plea vow declaration observation argument contention belief criticism characterization
    characterisation email insistence admission boast prediction conclusion explanation note demand rhetoric tagline
    catchphrase mantra interview testimony accusation accusations charge allegation charges denial refusal
    announcement announcements reaction ruling entry greeting excuse apology remark retort reminder"""
)
# Things with words on them that nobody is named for.
SIGNS = wordset("sign banner placard poster sticker plaque label notice hat shirt t-shirt caption headline")
# Things with words on them: what they say, nobody near them says.
WRITTEN = SIGNS | wordset("editorial report article column memo story study paper ad advert book chapter post video")
# Forms that are oftener nouns than verbs: the fans' hopes.
OFTEN_NOUNS = wordset(
    """rules rates states comments questions posts labels terms charges demands challenges appeals orders fears
    hopes doubts faults credits tags brands casts lists issues offers plans promises pledges vows estimates stresses notes
    calls claims attacks tweets texts sighs laughs jokes remarks"""
)
# Verbs whose object holds somebody else's words: denied claims that she was “asleep”.
DISOWNING = wordset("dismiss dismisses dismissed dismissing deny denies denied denying reject rejects rejected rejecting")
# Subjects that name nobody.
BY_NOBODY = wordset("this that there which anybody anyone nobody everyone everybody someone somebody those")

# ------------------------------------------------------------------------------------------------- the small words

# Pronouns that may be subjects.
PERSONAL = wordset("he she they who we i it you")
BE = wordset("is was are were be been being isn't wasn't aren't weren't")
# Between a subject and its verb.
AUXILIARIES = BE | wordset(
    """has have had will would can could should shall may might must do does did not n't never hasn't haven't
    hadn't won't wouldn't can't couldn't shouldn't doesn't didn't don't"""
)
WEEKDAYS = wordset("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = wordset("january february march april may june july august september october november december")
# May stand between a subject and its verb and belong to neither.
ADVERBS = WEEKDAYS | wordset(
    """also then later now still once again often sometimes just even first already always soon further himself
    herself themselves instead thus though however too recently famously repeatedly earlier today yesterday tomorrow
    tonight afterwards afterward finally simply only quickly both all long twice ever previously meanwhile nonetheless
    nevertheless itself there here back so well rather quite last next ago"""
)
# A phrase behind one of them is no subject.
PREPOSITIONS = wordset(
    """of for from at in with to on by near about against after before during over under through between among into
    since until like without within as than per despite toward towards across behind beyond inside outside around
    alongside via upon amid regarding concerning including following off out up down"""
)
# Begin another clause.
CONJUNCTIONS = wordset(
    "and but or nor yet because that if when while where whether although though unless what how why which whose whom"
)
# Begin a noun phrase.
DETERMINERS = wordset(
    """the a an this that these those his her their its our my your one another some many several most few two
    three four five six seven eight nine ten no any every each both all other more such dozens hundreds thousands"""
)
# Those that may be a whole noun phrase: some said.
STAND_ALONE = wordset("this that these those one another some many several most few two three four five six both all each others")
ARTICLES = DETERMINERS - STAND_ALONE
# With last, this, next: times that stand between subject and verb.
SPANS = wordset("year month week day night morning evening afternoon summer winter spring autumn time weekend season")
# Irregular ones, which no ending gives away.
VERBS = AUXILIARIES | wordset(
    """let let's made make makes took take takes got get gets came come comes went gave laid saw held kept led met
    ran brought built bought sold sent spent lost won fought stood sat rose fell grew drew threw knew thought felt became
    broke chose drove flew wore wrote struck spoke paid sought taught began hit fled hid rode shook shot sprang stole
    swore tore woke left heard ate drank sang swam rang sank hung lent slept swept wept dealt dug fed froze forgot forgave
    clung crept swung stuck stung"""
)
# Never the last word of a subject.
NO_SUBJECT = VERBS | WEEKDAYS | MONTHS | wordset("there here then thus however yes no not")
# Have their capital from standing first in a sentence.
STARTERS = (
    PERSONAL
    | AUXILIARIES
    | ADVERBS
    | PREPOSITIONS
    | CONJUNCTIONS
    | DETERMINERS
    | WEEKDAYS
    | MONTHS
    | wordset(
        """asked speaking yes perhaps maybe indeed moreover furthermore additionally second third standing sitting
    arriving according given see watch updated published edited said says nearly almost former outgoing critics officials
    authorities supporters analysts experts police it's he's she's they're we're i'm that's there's what's besides neither
    either whatever whenever wherever together much ultimately like let's unlike whatever photo image read click related
    share advertisement who's here's so-called nobody somebody everybody anybody someone everyone anyone nothing something
    everything anything none"""
    )
)

# ------------------------------------------------------------------------------------------------------------ people

# Titles that tell the sex.
MALE_TITLES = wordset(
    "mr sir lord king prince duke emperor father brother congressman chairman spokesman councilman businessman actor pope"
)
FEMALE_TITLES = wordset(
    """mrs ms miss dame lady queen princess duchess sister congresswoman chairwoman spokeswoman councilwoman
    actress businesswoman"""
)
# Two people of one surname follow: the brothers Karl and Jens Dahl.
FAMILIES = wordset("brothers sisters twins siblings cousins")
# The sex that each of them tells.
HONORIFICS: Mapping[str, str] = dict.fromkeys(MALE_TITLES, "m") | dict.fromkeys(FEMALE_TITLES, "f")
# May stand before a name and are no part of it.
ROLES = frozenset(HONORIFICS) | wordset(
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
    doctor surgeon banker trader engineer architect novelist poet historian journalist columnist psychologist vet nun
    conductor archivist sculptor vicar plumber electrician cyclist lifeguard firefighter paramedic curator librarian
    headteacher treasurer referee umpire trustee coxswain pensioner spectator bystander witness det insp supt
    cllr pc drummer guitarist bassist violinist pianist"""
)
# May stand inside a title, before its last word.
TITLE_WORDS = wordset(
    """state foreign defense defence finance interior treasury house majority minority whip national security press
    campaign supreme court first us uk eu"""
)
# May begin a title (Danish minister Ann Hill) and are no person's name.
DEMONYMS = wordset(
    """american british english scottish welsh irish french german italian spanish portuguese dutch belgian swiss
    austrian danish swedish norwegian finnish icelandic polish czech slovak hungarian romanian bulgarian greek turkish
    russian ukrainian belarusian latvian lithuanian estonian serbian croatian bosnian slovenian albanian georgian armenian
    azerbaijani israeli palestinian egyptian syrian iraqi iranian saudi lebanese jordanian yemeni libyan tunisian algerian
    moroccan nigerian ghanaian kenyan ethiopian somali sudanese ugandan rwandan congolese liberian zimbabwean african
    european asian indian pakistani bangladeshi afghan chinese japanese korean vietnamese thai indonesian malaysian
    filipino australian canadian mexican brazilian argentine argentinian chilean colombian venezuelan peruvian cuban
    haitian kiwi"""
)
# Names in sentences about people that are no people.
PLACES = wordset(
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
# A name with one of them is that of a body.
BODIES = wordset(
    """jury brigade orchestra choir
    committee council party university post times association department ministry bank inc corp company court
    police agency commission union institute foundation news journal center centre group administration house senate
    congress parliament office bureau team club league school college church army navy force forces network federation
    organization organisation society board fund trust media tribune guardian herald telegraph campaign coalition alliance
    international united nations airlines motors republicans democrats twitter facebook google cnn nbc abc cbs fox msnbc
    bbc fbi cia nypd gop republican democratic street avenue road river island county city stadium airport hospital"""
)
# Letters behind a name that are no part of it.
POSTNOMINALS = wordset("qc kc mp mep msp mbe obe cbe phd md esq")
# What may stand behind a surname.
SUFFIXES = POSTNOMINALS | wordset("jr sr ii iii iv")
# Small words inside a name.
PARTICLES = wordset("de da di du del della van von der den bin ibn al el la le dos ter ten")
# Given names of many countries: they tell the sex, and that a capitalised word is a person.
MALE = wordset(
    """aaron abdoulaye abdul abdullah abebe adam ade aditya adrian agus ahmed ahmet ajay akash akio akira alain alan alaric
    alastair albert alberto aleksandar aleksei alessandro alexander alexei alfred ali alistair allen alvaro ambrose
    amit anatoly anders andre andres andrew andriy andrzej andy angel angelo angus anh anil anselm ansgar anthony
    antoine anton antonio antti anwar aram arif arjun armin arnold arseniy artem arthur arturo arun ashok asif avi
    axel babatunde ban barack barnaby barry bashar ben benedikt bengt benigno benjamin benoit bernard bernd bernie
    bilal bill billy binyamin bjorn bob bobby bogdan bongani boris brad bradley bram brendan brett brian bruce bruno
    bryan budi callan callum camilo carl carlos casimir caspar casper cecil cesar chad charles charlie cheikh chidi
    christian christophe christopher chuck chukwuma ciaran claude clay clint colin conall conor corey cormac cory
    craig cristiano curtis dafydd daisuke dale damian dan daniel danny dante darrell darren darryl dave david davide
    davor dean declan deepak dennis denys derek derrick desmond detlef devin diarmuid dick didier diego dieter
    dimitris dinesh dirk dmitri dmitry dominic don donal donald doug douglas dragan duane duc duncan dustin dwight
    dylan eamon earl ed eddie edgar edgardo edward edwin ehud elias elijah elliot elliott elton emanuele emeka emil
    emilio emmanuel emre emrys enrique enzo eoghan eric erik ernest ernesto ernie esteban ethan etienne euan eugene
    evan evander evaristo evo ewan fabrice faisal felipe felix ferenc fergus fernando fidel floyd francesco francis
    francisco francois frank frank-walter franklin fred frederick friedrich fumio gabor gareth garry gary gavin geert
    gene geoff geoffrey george gerald gerard gerhard gerrit gethin gianluca gilbert gilles giorgi giorgio giorgos
    giovanni girish giuseppe glen glenn goncalo gonzalo goran gordon graham grant greg gregor gregory grzegorz
    guenther guillermo gunnar gunter gustavo guy gwilym haile hakan hal hamid hamish hamza hank hans harish harold
    harry haruto harvey hassan hector heinz helmut henk henrik henry herbert herman hiroki hiroshi hiroyuki holger
    horace horst hosni howard hugh hugo husted hyun ian ibrahim ibrahima idris ifor ignacio igor ihor ike iker ilya
    imran irving isaac istvan ivan ivica jaap jabulani jack jacob jacques jaime jair jake jamal james jamil janos
    jared jaroslaw jason jasper javier jay jeb jeff jeffrey jens jeremiah jeremy jeroen jerome jerry jesper jiabao jim
    jimmy jin jinping jintao jiri joachim joao joaquin jock joe joel johan john johnny joko jomo jon jonas jonathan
    joon joost jorg jorge jose joseph josh joshua juan juergen juha jukka julian julio jun jun-ho junichiro jurgen
    justin kaczynski kamau karim karl kaspar kasper kazuo keith kelvin kemal ken kenichi kenji kenneth kenta keqiang
    kerr kevin khalid khalil kieran kirk klaus kofi kojo konstantin kostas krzysztof kurt kwabena kwame kwesi kyle
    lachlan lance larry lars laszlo laurence laurent lawrence lech lennart leo leon leonard leonardo leopold lester
    levan levon lewis li liam lionel lloyd lorenzo lou louis lucas luigi luis luiz luka lukas lukasz luke lyndon
    maarten mack mads magnus mahathir mahesh mahmoud malcolm mamadou mandla manmohan manoj manuel marc marcel marcin
    marco marcus mario mark marko markus martijn martin marvin masahiro mateusz mathew mathieu matt matteo matthew
    matthias matti maurice mauricio max maxim maximiliano mehmet michael michel mickey miguel mike mikhail mikkel
    milan milos ming minh minho mitch mitt mohamed mohammad mohammed mort moshe moussa muammar muhammad murat murray
    mustafa mwangi myron nabil najib naoto narendra nasir nate nathan naveen neal ned neil nelson newt neymar niall
    nicholas nick nicolas nigel niklas nikola nikolai nikos nitin noah norman nuno obinna octavian olaf oleg oleksandr
    oliver olivier olu oluwaseun omar ondrej orhan orrin osama oscar oskar oswaldo otieno otto ousmane owain owen
    ozzie pablo padraig panagiotis paolo pascal patrick paul pavel pawel pedro pekka percival pete peter petr petro
    petteri phil philip philippe phillip pierre pieter piotr pradeep prakash prayuth preston quang quentin quincy
    radek rafael rahul rainer raj rajesh rakesh ralph ramesh ramiro ramon rand randy rashid rasmus raul ravi ravindra
    ray raymond recep reggie reince rex rhys ricardo riccardo richard rick ricky rizal rob robby robert roberto rod
    roderick rodney rodrigo roger rohan rohit roland rolf roman ron ronald rory roscoe ross roy ruben rudolph rudy
    rufus rui rupert ruslan russell ryan sachin saddam salman salvador sami samuel sandeep sander sanjay santiago
    satoshi sauli scott seamus sean sebastian segun sergei sergey sergio sergiy serkan seth seung-min shahid shane
    shaun sherrod shigeru shimon shinzo sid sigmar silas silvio simon sipho sjoerd slobodan somchai soren stan stanley
    stefan stefano stefanos stephen sterling steve steven stewart strom stuart sunil suresh susilo sven sylvester tad
    takashi taras tarek tariq taro tate ted tendai tesfaye thabo thaddeus thaksin themba theo theodore thiago thibaut
    thierry thijs thomas thorsten tiago tim timo timothy tobias toby todd tolga tom tomas tomasz tommy tony torben
    torsten toshio trent trevor trey tuan tunde ty tyler ulf ulises ulrich uwe vaclav vasyl vazgen vern vernon victor
    vijay vikram viktor vincent vinod virat virgil vitali vladimir volodymyr wade walid wallace walter warren wasim
    wayne wei wen wenjie wesley wilbur wilhelm will william willie winston wladimir wolfgang wolfram woody wouter xabi
    xavier xi yasser yaw yaya yevgeny yiannis yoshihide younis yuki yukio yuri yusuf yves zach zachary zack zahid
    zedong ziad zoltan zoran zurab"""
)
FEMALE = wordset(
    """abena abigail ada adaeze adanna adele agnes agnieszka ailsa aino aisha aitana akiko akinyi akosua alessandra alexandra
    alexis alice alicia alison allison alyssa ama amabel amanda amara amber amelia amina aminata amy ana anahit
    anastasia anette angela angelina anita anjali anke ann anna anne annegret anneli annette annie annika anouk aoife
    april araminta arianna ashley asma astrid audrey aung ava ayaka ayesha ayse ayu azadeh barbara beata beatrice
    beatriz becky belinda benazir bernadette beth betsy betty beverly beyonce bianca birgit birgitta blessing bonnie
    brenda brenna bridget brittany bronwyn camilla camille candace carla carlotta carly carmen carol carole caroline
    carolyn carrie carys catarina catherine cathy catriona cecilia celia cerys charlene charlotte chelsea cheryl
    chiamaka chiara chioma chloe christiane christina christine ciara cindy claire clara clarissa claudia condoleezza
    connie constance corazon cordelia corisande cristina crystal cynthia daisy daniela danielle dawn debbie deborah
    debra deepika delia denise dewi diana diane dianne dilma dina dolores dominique donna dora doris dorothea dorothy
    drusilla edith efua eileen eilidh eilis ekaterina elaine eleanor elena elif elisa elisabeth elise elizabeth elke
    ella ellen elodie elzbieta emily emine emma erica erika erin estelle esther ethel eun-ji eva evadne eve evelyn ewa
    faith farah fatemeh fatima fatma fatou federica felicity femke filipa fiona florence folake folasade frances
    francesca freja freya friederike funmi gabriela gabrielle gail galina gemma georgia geraldine gertrude gillian
    gina ginny giorgia giovanna gisela giulia gladys gleisi glenda gloria graca grace grainne greta gretchen gudrun
    gunhild gwen gwyneth hala halima halyna hannah harriet haruka hazel heather heidi heike helen helena helga helle
    hilary hildegard hillary hina honora hope huma hye-jin ida ifeoma ilaria ildiko ilse imelda indira ines ingeborg
    inger ingrid ioana irene irina iris iryna isabel isabella isabelle isolde itziar ivana ivanka iveta jacinda
    jacqueline jana jane janet janice jasmine jeanine jeanne jemima jen jenna jennifer jenny jess jessamyn jessica
    jill joan joana joanna joanne jocelyn jodie johanna josephine joy joyce juanita judith judy julia juliana julie
    juliet june jutta kaisa kamala karen karin katalin katarzyna kate katherine kathleen kathryn kathy katie katja
    katrina kavita kay kayla keiko keisha kellyanne kerstin ketevan khadija kimberly kirsten kirstjen kristen kristin
    kristina ksenia laila lakshmi lan larisa latoya laura lauren lavinia lea leah leila lena leni leocadia lerato
    leticia leyla leymah lily linda lindiwe ling linh linnea lisa liz lois loretta lori lorraine lotte louisa louise
    lowri lucia lucille lucy ludovica lydia lynn lynne lyudmila lyudmyla maaike mabel madeleine magdalena maggie
    mairead malala malgorzata malia malin malkia mamata mandy manon marcia margaret margarita margit margrethe maria
    mariam marian mariana marianne marie marieke marilyn marina marine marion marissa marit mariya marjorie marlene
    marta martha martina mary maryam masako mathilde maureen maxine maya mayawati meena megan megawati megyn mei
    meiling melania melanie melinda melissa meral mercedes meredith mette mia michele michelle michiko mildred minji
    miranda mirela miriam moira molly mona monica monika nadezhda nadia naledi nancy naoko naomi nasrin natalia
    natalie nataliya natalya natasha nathalie neema neha nellie nerea ngozi nia niamh nicole nikki nina nino nirmala
    njeri nkechi nomsa nomvula noor nora norma nusrat odile oksana olena olga olivia oprah orla ottavia ottilie
    ottoline paivi paloma pamela paola patricia patsy patty paula pauline peggy penelope penny pernille petra phyllis
    pilar polina polly pooja pratibha precious priscilla priya putri rabia rachel radha ragnhild raluca ramona rania
    rebecca regina rekha renata renate renee rhiannon rhonda riikka riitta rita roberta rocio roisin rosa rosalba
    rosalind rosario rose rosemary rosie roxanne ruth sabine sabrina sadia saga saira sakura sally samantha samira
    sandra sania sanna sanne saoirse sara sarah saskia sayaka segolene selena serena shabana sharon sheila shelley
    sheryl shirin shirley shonda shreya sian sigrid sigrun silvia sinead siobhan siti smriti sofia sofie soledad
    solveig sonia soo-jin sophia sophie sorcha soumaya stacey stella stephanie sue sunita susan sushma susie suzanne
    svetlana swati sybil sylvia sylvie tamar tamara tammy tamsin tansu tanya tara tarja tatiana tatyana teresa tess
    tetiana thandi thandiwe theresa thuy tiffany tina toni trisha trudy tuuli tyresha ulrika ursula usha valentina
    valerie vandana vanessa vera veronica veronique vicki vicky victoria viktoria viola violet virginia vivian wambui
    wanda wangari wanjiru wendy whitney wiebke wilma winnie winona ximena xiu yasmin yetunde yingluck ylva yoko
    yolanda yuki yulia yuriko yvette yvonne zainab zanele zara zehra zeynep zoe zoya zsofia zuzana"""
)
GIVEN = MALE | FEMALE
# Nouns that tell the sex of somebody unnamed.
MASCULINE = (MALE_TITLES | wordset("man boy husband son uncle nephew grandfather widower gentleman")) - wordset("mr sir lord")
FEMININE = (FEMALE_TITLES | wordset("woman girl mother wife daughter aunt niece grandmother widow")) - wordset("mrs ms miss dame")

# Nouns for one person.
PEOPLE = (
    ROLES
    | MASCULINE
    | FEMININE
    | wordset(
        """official aide source witness resident voter fan neighbour neighbor friend expert critic supporter worker
    officer employee owner colleague insider person opponent passenger survivor victim patient parent customer visitor
    user caller guest organiser organizer campaigner volunteer protester demonstrator player trainer boss head staffer
    diplomat politician lawmaker legislator prosecutor solicitor barrister campaigner guard soldier veteran driver
    shopkeeper trader tourist student pupil youth child adult expert specialist academic lecturer scholar prisoner inmate
    defendant plaintiff juror clerk narrator historian observer baker butcher carpenter
        gardener postman priest monk warden angler hiker swimmer runner landlord landlady"""
    )
)
# Short and long forms of one role.
SAME_ROLE: Mapping[str, str] = dict(
    pair.split("=")
    for pair in """sen=senator rep=representative congressman=representative congresswoman=representative gov=governor
    gen=general col=colonel lt=lieutenant sgt=sergeant capt=captain maj=major prof=professor rev=reverend adm=admiral
    dr=doctor""".split()
)
