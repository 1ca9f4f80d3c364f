"""The closed vocabularies behind the figures: words that count or measure, end a phrase, hedge or negate.

Lookup tables only; what they mean for a reading is decided in `figures`. Words are in lower case, currency codes in capitals.
"""

from decimal import Decimal

# ------------------------------------------------------------------------------------------------------ words


def vocabulary(text: str) -> frozenset[str]:
    return frozenset(text.split())


def forms(table: str) -> dict[str, str]:
    """Lines of `name: form, form` as {form: name}; a name is a form of itself."""
    forms: dict[str, str] = {}
    for line in table.strip().splitlines():
        name, _, rest = line.strip().partition(": ")
        forms |= dict.fromkeys([name, *rest.split(", ")], name)
    forms.pop("", None)
    return forms


# The closed classes of English, and with them whatever else cannot be a counted noun.
DETERMINERS = vocabulary("the a an this that these those its their his her our my your all both each every any some")
POSSESSIVES = ("'s", "’s", "s'", "s’")
PREPOSITIONS = vocabulary(
    """in on at by for from to of with without within into onto over under above below after before since until till during
    among amongst amid amidst between against per via through throughout across toward towards about around as than like
    near behind beyond despite including except versus vs alongside along upon"""
)
CONJUNCTIONS = vocabulary(
    """and or but nor so yet if while when whenever because although though which who whom whose where why how what whether
    unless"""
)
AUXILIARIES = vocabulary(
    """is are was were be been being am has have had having do does did will would shall should can could may might must cannot
    isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't"""
)
PRONOUNS = vocabulary("i you he she it we they me him them us himself herself itself themselves one no either neither")
ADVERBS = vocabulary(
    """ago not also only just now then there here too again still already yesterday today tomorrow once even ever never apart
    together away out up down off back hardly barely scarcely seldom rarely often alone respectively overall altogether
    instead perhaps percent per-cent"""
)
VERBS = vocabulary(  # of the frequent ones those that are no nouns, and irregular past forms
    """said says say told tells tell made make makes took take takes taken came come comes went go goes gone got get gets
    became become becomes left gave give gives given began begin begins kept keep keeps found find finds saw see sees seen
    showed shows shown spent sent met won lost fell rose grew led held paid knew thought felt brought bought sold stood ran
    wrote drew hit died die dies remain remains remained compared includes contains consists represents seems appears
    requires allows provides means belongs exists believes thinks wants voted agreed"""
)
# Words at which a noun phrase ends.
STOP = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | PRONOUNS | ADVERBS | VERBS
# Names of the calendar that are nothing else: "may" and "march" are.
CALENDAR = vocabulary(
    """monday tuesday wednesday thursday friday saturday sunday january february april june july september october november
    december"""
)
MONTHS = vocabulary(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug sep
    sept oct nov dec"""
)

# Plural nouns without a plural ending.
PLURALS = vocabulary(
    """police personnel staff crew cattle fish sheep deer feet teeth mice geese infantry militia media data criteria phenomena
    alumni fungi bacteria series species dead folk youth clergy"""
)
PLURAL_ENDINGS = ("men", "people", "children", "craft")
SINGULAR_ENDINGS = ("ss", "ous", "us", "sis", "tis", "ris", "lis", "nis")
# What stands for "people" after a number: "six dead".
HURT = vocabulary(
    """dead injured wounded killed missing hurt hospitalised hospitalized arrested detained infected displaced homeless
    stranded trapped sick"""
)
# Whom things happen to: with them "12 were hurt" counts people too.
PEOPLE = vocabulary(
    "people men women children soldiers officers civilians passengers workers students residents protesters voters"
)
# Words in -s that are no plurals.
SINGULARS = vocabulary(
    """news gas bus plus minus overseas always perhaps besides sometimes otherwise thus versus alias las los des its his is was
    has does as this yes towards afterwards nowadays whereas indoors outdoors upwards downwards says texas arkansas kansas
    illinois paris united axis craft specimen regimen omen abdomen acumen"""
)
# Plural nouns that stand before another noun: "5,000 sales jobs", "two arms factories".
PLURAL_MODIFIERS = vocabulary(
    """sports arms sales systems weapons savings goods customs communications operations services rights affairs games drugs
    athletics electronics logistics claims jobs states aircraft data media species series"""
)
# Adjectives that count no thing themselves: between number and noun they do not lower the confidence.
QUIET = vocabulary("more other additional extra further fewer less such new")
# Plurals that are verbs as often: "a pack of 12 costs $5".
VERBS_TOO = vocabulary(
    """costs leaves travels starts stops runs plays works needs shows lies ranks moves turns helps faces holds lists marks
    names offers opens pays places plans rates scores sets stands takes uses visits wins ends covers counts reports claims
    demands"""
)
# First words of counted compounds that are kept, because the last word alone would mean something else.
COMPOUND_FIRST = vocabulary("member police prime vice artillery nuclear crew cast family staff board council committee union")
# After these "one" counts: "one soldier was hurt".
PERSONS = vocabulary(
    """person man woman child boy girl soldier officer policeman policewoman civilian passenger driver worker employee student
    pupil teacher resident protester prisoner patient suspect victim survivor death fatality casualty injury vote seat goal
    house aircraft plane ship boat vehicle car"""
)

# ---------------------------------------------------------------------------------------------------- numbers

ONES = {
    word: Decimal(value)
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen""".split()
    )
}
TENS = {word: Decimal(10 * n) for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
NUMBER_WORDS = frozenset(ONES) | frozenset(TENS)
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "dozen": Decimal(12),
    "lakh": Decimal(10**5),
    "crore": Decimal(10**7),
    "mn": Decimal(10**6),
    "mln": Decimal(10**6),
    "bn": Decimal(10**9),
    "bln": Decimal(10**9),
    "tn": Decimal(10**12),
    "trn": Decimal(10**12),
}
LETTER_SCALES = {"m": Decimal(10**6), "b": Decimal(10**9), "k": Decimal(10**3)}  # only of money and of what is counted
DENOMINATORS = {
    word: Decimal(value) for value, word in enumerate("half third quarter fifth sixth seventh eighth ninth tenth".split(), 2)
} | {"fourth": Decimal(4), "hundredth": Decimal(100)}
VULGAR = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal("0.3333333333"),
    "⅔": Decimal("0.6666666667"),
    "⅕": Decimal("0.2"),
    "⅛": Decimal("0.125"),
}
WHOLES = frozenset(Decimal(whole) for whole in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 25, 50, 100, 1000, 10000, 100000))
MULTIPLES = {
    word: Decimal(value)
    for value, words in {
        "2": "twice double doubled doubles doubling",
        "3": "thrice triple tripled triples tripling treble trebled trebling",
        "4": "quadruple quadrupled quadruples quadrupling",
        "5": "quintupled",
        "0.5": "halved halving",
    }.items()
    for word in words.split()
}

# ------------------------------------------------------------------------------------------------------ units

SIGNS = dict(
    zip(
        "$ £ € ¥ ₹ ₽ ₩ ₺ ₴ ₪ ₦ ฿ ₫ ₱ ₡ ₾ ₭ 元".split(),
        "USD GBP EUR JPY INR RUB KRW TRY UAH ILS NGN THB VND PHP CRC GEL LAK CNY".split(),
        strict=True,
    )
)
BEFORE_DOLLAR = forms(  # "US$5", "A$5"
    """
    USD: us, u.s., u.s
    AUD: a, au, aus
    CAD: c, ca, can, cdn
    NZD: nz
    HKD: hk
    SGD: s, sg
    TWD: nt
    BRL: r
    MXN: mex, mx
    JMD: j
    """
)
CODES = vocabulary(
    """USD EUR GBP JPY CNY CHF CAD AUD NZD HKD SGD SEK NOK DKK PLN CZK HUF RUB UAH TRY INR KRW BRL MXN ZAR ILS AED SAR THB IDR
    MYR PHP VND NGN EGP PKR BDT ARS CLP RON BGN ISK TWD QAR KWD"""
)
ISO_4217 = CODES | vocabulary(  # the others that are in use: known as a unit, too rare to be looked for in texts
    """AFN ALL AMD ANG AOA AWG AZN BAM BBD BHD BIF BMD BND BOB BSD BTN BWP BYN BZD CDF COP CRC CUP CVE DJF DOP DZD ERN ETB FJD FKP
    GEL GHS GIP GMD GNF GTQ GYD HNL HTG IQD IRR JMD JOD KES KGS KHR KMF KPW KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MZN NAD NIO NPR OMR PAB PEN PGK PYG RSD RWF SBD SCR SDG SHP SLE SOS SRD SSP STN SYP SZL TJS
    TMT TND TOP TTD TZS UGX UYU UZS VES VUV WST XAF XCD XOF XPF YER ZMW ZWG"""
)
CURRENCIES = forms(
    """
    USD: dollar, us dollar, u.s. dollar, american dollar, united states dollar, buck
    AUD: australian dollar
    CAD: canadian dollar
    NZD: new zealand dollar
    HKD: hong kong dollar
    SGD: singapore dollar
    TWD: taiwan dollar, taiwanese dollar
    EUR: euro
    GBP: pound sterling, british pound, sterling
    CHF: swiss franc
    JPY: yen, japanese yen
    CNY: yuan, renminbi, rmb, chinese yuan
    KRW: won, korean won, south korean won
    INR: rupee, indian rupee
    PKR: pakistani rupee
    LKR: sri lankan rupee
    RUB: ruble, rouble, russian ruble, russian rouble
    UAH: hryvnia, ukrainian hryvnia
    TRY: lira, turkish lira
    PLN: zloty, polish zloty
    CZK: koruna, czech koruna, czech crown
    HUF: forint, hungarian forint
    SEK: krona, kronor, swedish krona, swedish kronor, swedish crown
    NOK: norwegian krone, norwegian kroner, norwegian crown
    DKK: krone, kroner, danish krone, danish kroner, danish crown
    ISK: icelandic krona, icelandic kronur
    ZAR: rand, south african rand
    BRL: real, reais, brazilian real, brazilian reais
    MXN: mexican peso
    ARS: argentine peso, argentinian peso
    CLP: chilean peso
    COP: colombian peso
    PHP: philippine peso
    ILS: shekel, israeli shekel
    AED: dirham, emirati dirham
    SAR: riyal, saudi riyal
    IRR: rial, iranian rial
    EGP: egyptian pound
    THB: baht, thai baht
    IDR: rupiah, indonesian rupiah
    MYR: ringgit, malaysian ringgit
    BDT: taka
    VND: dong, vietnamese dong
    NGN: naira, nigerian naira
    KES: kenyan shilling
    DEM: german mark, deutsche mark, deutschmark
    FRF: french franc
    ITL: italian lira, italian lire
    ESP: peseta, spanish peseta
    NLG: guilder, dutch guilder
    FIM: markka, finnish markka
    franc
    peso
    dinar
    shilling
    cent: us cent, euro cent, united states cent, ¢
    penny: pence, pennies
    """
)
VERB_TOO = vocabulary("won real")  # currencies only after large numbers: "20 won seats"
SMALL_CHANGE = vocabulary("cent penny")

TIME_UNITS = forms(
    """
    second: seconds, sec, secs
    minute: minutes, min, mins
    hour: hours, hr, hrs
    day: days
    week: weeks
    fortnight: fortnights
    month: months
    quarter: quarters
    year: years, yr, yrs
    decade: decades
    century: centuries
    millennium: millennia
    """
)
MEASURES = forms(
    """
    millimetre: mm, millimetres, millimeter, millimeters
    centimetre: cm, centimetres, centimeter, centimeters
    decimetre: dm, decimetres, decimeter, decimeters
    metre: metres, meter, meters
    kilometre: km, kms, kilometres, kilometer, kilometers
    nanometre: nm, nanometres, nanometer, nanometers
    nautical mile: nautical miles, nmi
    light year: light years
    mile: miles, mi
    foot: feet, ft
    inch: inches, ″
    yard: yards, yds
    square kilometre: square kilometres, square kilometer, square kilometers, sq km, km2, km²
    square metre: square metres, square meter, square meters, sq m, m2, m²
    square mile: square miles, sq mi
    square foot: square feet, sq ft
    square yard: square yards
    square inch: square inches
    cubic metre: cubic metres, cubic meter, cubic meters, m3, m³
    cubic foot: cubic feet
    cubic yard: cubic yards
    cubic kilometre: cubic kilometres, cubic kilometer, cubic kilometers, km3, km³
    cubic centimetre: cubic centimetres, cubic centimeter, cubic centimeters, cc
    acre: acres
    hectare: hectares, ha
    milligram: milligrams, mg
    microgram: micrograms, μg, µg, mcg
    gram: grams, gramme, grammes
    kilogram: kilograms, kilogramme, kilogrammes, kg, kgs, kilo, kilos
    tonne: tonnes, metric ton, metric tons
    ton: tons, short tons, long tons
    ounce: ounces, oz
    pound: pounds, lb, lbs
    carat: carats
    litre: litres, liter, liters
    millilitre: millilitres, milliliter, milliliters, ml
    cup: cups
    tablespoon: tablespoons, tbsp
    teaspoon: teaspoons, tsp
    gallon: gallons
    pint: pints
    barrel: barrels, bbl
    bushel: bushels
    watt: watts
    kilowatt: kilowatts, kw
    megawatt: megawatts, mw
    gigawatt: gigawatts, gw
    kilowatt hour: kilowatt hours, kwh
    megawatt hour: megawatt hours, mwh
    gigawatt hour: gigawatt hours, gwh
    terawatt hour: terawatt hours, twh
    volt: volts
    joule: joules
    calorie: calories, kcal
    horsepower: hp, bhp
    hertz: hz
    kilohertz: khz
    megahertz: mhz
    gigahertz: ghz
    bit: bits
    byte: bytes
    kilobyte: kilobytes, kb
    megabyte: megabytes, mb
    gigabyte: gigabytes, gb
    terabyte: terabytes, tb
    megapixel: megapixels
    megabit per second: mbps
    gigabit per second: gbps
    kilometre per hour: km/h, kph, kmh, kmph, km/hr
    mile per hour: mph
    metre per second: m/s
    knot: knots
    decibel: decibels, db
    celsius: °c, ºc, celcius, degrees celsius, degree celsius, degrees centigrade, deg celsius, degrees c, deg c, centigrade
    fahrenheit: °f, ºf, farenheit, degrees fahrenheit, degree fahrenheit, degrees farenheit, degrees f, degree f, deg f
    degree: degrees, °, º, deg
    kilotonne: kilotonnes, kiloton, kilotons
    megatonne: megatonnes, megaton, megatons
    magnitude
    point: points, pts
    basis point: basis points, bps
    """
)
GLUED_MEASURES = {"m": "metre", "g": "gram", "t": "tonne", "l": "litre", "in": "inch"}  # "1.8m tall"; spaced only "m"
TEMPERATURES = {"C": "celsius", "F": "fahrenheit"}  # "40C", in a line about the weather
NOUNS_TOO = vocabulary("foot yard point bit degree pound stone")  # measures that also stand before nouns: "20 foot soldiers"
PERCENT = forms(
    """
    percent: %, per cent, pct, pc, per-cent, ％
    percentage point: percentage points, percent points, % points, pp, percent point, per cent points
    """
)
# What an amount may be for: "$5 a ticket".
RATE_NOUNS = vocabulary(
    """year month week day hour minute second night share barrel person head passenger piece pound ounce ton tonne gallon litre
    liter bushel kilogram kilo mile kilometre kilometer ticket unit copy dozen household family worker employee pupil
    student"""
)
AFTER_STRETCH = vocabulary("ago before later earlier after and or from when since until old")  # "$5 a year ago" is no rate
# What stands between a number and its stretch of time: "three full days".
STRETCH_ADJECTIVES = vocabulary(
    "full more consecutive straight working business calendar long further additional whole solid short school extra fiscal"
)

# ------------------------------------------------------------------------------------- the company of hedging words

# What one has "about" something: nouns, adjectives and verbs of speaking, thinking and feeling that take no amount themselves.
TOPICS = vocabulary(
    """talk talks talked talking speak speaks speaking spoke spoken worry worries worried worrying concern concerns concerned
    complaint complaints complain complains complained complaining news story stories tale tales movie movies documentary
    song songs poems novel musical opera exhibition podcast series petition petitions campaign article articles column essay
    lecture speech letter letters joke jokes joked joking lied information details data facts truth quarrel quarrels
    quarrelled row rows dispute argument arguments argue argued arguing debate debates discussion discussions conversation
    conversations chat chatted rumour rumours rumor rumors gossip allegations comment comments remark remarks
    statement statements announcement testimony evidence warning warnings advice lesson lessons feelings opinion
    opinions views thoughts idea ideas theory theories decision decisions consultation inquiry query queries message
    messages tweet tweets blog video fuss confusion confused uncertainty certainty clarity disagreement disagreements
    disagree disagreed anger angry furious upset unhappy happy glad sad sorry excited enthusiastic passionate nervous
    anxious afraid unclear sure unsure certain uncertain honest candid frank serious curious careful cautious optimistic
    pessimistic confident sceptical skeptical wrong dream dreamed dreaming forget forgot forgotten boast boasts boasted
    bragged lectured briefed informed consulted interviewed quizzed grilled grumbled moaned play film care cares"""
)
# Verbs that take both a topic and an amount: "asked about five neighbours", "asked about 300 neighbours".
TELLING = vocabulary(
    """ask asks asked asking know knows knew known think thinks thought thinking learn learns learned learnt learning hear
    heard hearing read reads reading write writes wrote writing written tell tells told telling teach taught warn warned
    warning warns reports reported questioned sing sings sang singing dreamt say report open clear book books post posts
    question questions study meeting plays films show shows doubt doubts claims fear fears"""
)
# What turns on something: "built around a yard".
CENTRED = vocabulary(
    """built centred centered centring centering based revolve revolves revolved revolving organised organized structured
    arranged grouped wrapped wraps wrap wound winds wind winding clustered huddled gathered circled orbit orbits orbiting"""
)
# Verbs of going and of standing somewhere.
MOTION = vocabulary(
    """walk walks walked walking run runs ran running go goes went going gone come comes came coming drive drives drove driven
    driving travel travels travelled traveled ride rides rode riding sail sails sailed sailing fly flies flew flown flying
    swim swam jump jumps jumped jumping leap leaps leapt climb climbs climbed climbing step stepped pass passes passed
    passing cross crosses crossed crossing move moves moved moving march marched turn turns turned turning look looks looked
    looking stand stands stood standing sit sits sat sitting lie lay lying lean leaned hang hangs hung hanging hover hovered
    tower towers towered live lives lived living meet meets met meeting tour tours toured stroll strolled wander
    wandered sneak sneaked flow flows flowed sink sinks sank dive dived slip slipped skip skipped trip tripped stumble
    stumbled watch watches watched loom looms loomed loop loops looped preside presides reign reigned"""
)
# Verbs of covering ground, whose "over" and "around" may be either; with SPREAD it never hedges.
EXTENT = vocabulary("stretch stretches stretched stretching extend extends extended extending range ranges ranged")
SPREAD = vocabulary(
    """spread spreads spreading sprawl sprawls sprawled sprawling scattered dotted distributed dispersed strewn draped
    divided split"""
)
FALLING_OUT = vocabulary("fall falls fell fallen falling lash lashed lashes walked walk walking")  # with "out over": a quarrel
# What one has or does "over" something: quarrels, power, feelings, and their outcome before a court.
DISPUTES = vocabulary(
    """dispute disputes disputed row rows rowed battled fighting argument arguments argue argued argues arguing clash clashes
    clashed tension tensions concern concerns concerned control protest protests protested anger angry angered criticism
    sovereignty jurisdiction authority power hand handed hands handing turn turned turning rule ruled negotiations talks
    conflict war wars debate debates lawsuit quarrel quarrels quarrelled quarreled feud feuds squabble squabbled wrangle
    wrangling haggle haggled haggling bicker bickered disagree disagreed disagreement disagreements outrage outcry uproar
    fury furious scandal inquiry investigation investigated controversy fears fear fearful worry worries worried doubts
    doubt confusion uncertainty deadlock stalemate standoff strike resign resigned resigns quit trial victory triumph
    advantage mourning grief tears pore pored deal agreement vote compensation"""
)
# What happens to people "over" something, and to a number of people: "arrested over 300 thefts", "arrested over 300 people".
PENALTIES = vocabulary(
    """arrested charged charges questioned fined sacked fired dismissed jailed convicted tried sued sue suing criticised
    criticized fight fights fought battle battles"""
)
# "over three years" is longer than that after these, and else the time in which something happens.
LASTING = vocabulary(
    """for last lasts lasted lasting took take takes taking after of in well just slightly been is was are were be spend spends
    spent by to waited little served within only has have had that a and"""
)
COVERED = vocabulary("bury buries buried trapped crushed hidden submerged covered smothered pinned sank collapsed")  # "under"
SERVING = vocabulary("serve serves served serving work works worked working play played plays train trained study studied")
CLIMBING = vocabulary(  # "went up to 5" is a change
    "go goes went going gone rise rises rose risen rising climb climbed jump jumped add adds added adding shot moved"
)

# --------------------------------------------------------------------------------------------------------- negation

NEGATORS = vocabulary("not no never cannot without nobody none neither nor nothing fail fails failed")
FOCUS = vocabulary("only just merely simply always necessarily far much because")  # "not only more than 20" negates no amount
# What may stand between a "not" and the bound that it turns round.
REACHING = vocabulary(
    """be been being get got gets go goes gone going rise rises risen rising grow grown fall falls fallen falling fell drop
    drops dropped dip dips dipped sink slip slipped climb climbed climbs exceed cost costs last lasts weigh weighs measure
    measures take takes taken hold holds carry carries contain contains pay pays paid charge charges charged have has had
    having any ever even to allow allows permit permits accept accepts admit admits seat seats spend spends use uses number
    earn earns drive stay wait need require requires reach yet one"""
)
