"""Closed lists of words that say what the name beside them is.

All keys are casefolded and without full stops. A word has one class; the class names are features of
:mod:`geo.recognition.evidence` and rules of :mod:`geo.recognition.kinds`.
"""

from __future__ import annotations

from geo.recognition.tokens import word_set

_HEADS = {
    # Bodies inside whose names a place is a nested, associative mention.
    "gov": """
        council government parliament senate assembly legislature ministry commission commissioners
        board authority agency cabinet congress department dept departments division office bureau
        service services committee district administration supervisors selectmen aldermen municipality
        embassy consulate governorate secretariat treasury judiciary delegation mission directorate
        housing works planning sanitation transit
    """,
    "police": """
        police sheriff sheriffs constabulary fire ems emergency patrol marshal marshals guard army navy
        military militia corrections correctional detention troopers pd rescue coroner prosecutor
        prosecutors defence defense forces brigade regiment battalion
    """,
    "court": "court courts tribunal circuit superior magistrate magistrates judicial supreme probate",
    "school": """
        school schools university college academy institute elementary polytechnic seminary campus
        conservatory kindergarten middle univ isd
    """,
    "hospital": "hospital hospitals medical clinic infirmary hospice health healthcare",
    "airport": "airport airfield aerodrome airbase airstrip heliport",
    "team": """
        united rovers wanderers albion athletic athletics fc afc cf cowboys rangers rockets mavericks
        yankees mets giants jets eagles redskins patriots steelers ravens bengals browns colts titans
        texans jaguars broncos chiefs raiders chargers dolphins bills falcons panthers saints buccaneers
        cardinals rams 49ers seahawks lions packers bears vikings lakers celtics clippers bulls knicks
        nets sixers 76ers raptors cavaliers pistons pacers bucks hornets magic hawks heat wizards
        nuggets timberwolves thunder blazers jazz kings suns spurs grizzlies pelicans warriors astros
        phillies braves marlins nationals brewers cubs reds pirates dodgers padres diamondbacks rockies
        mariners orioles sox rays royals tigers twins indians guardians bruins sabres canadiens senators
        leafs flyers penguins capitals hurricanes predators blackhawks wild avalanche oilers flames
        canucks ducks sharks coyotes blues islanders devils bulldogs wildcats huskies trojans longhorns
        aggies sooners hokies cavs gators seminoles crimson volunteers gamecocks wolverines buckeyes
        spartans badgers hoosiers bobcats team squad football soccer basketball baseball hockey
        volleyball rugby cricket softball lacrosse swimming olympic olympics hotspur villa hibernian
        celtic juniors seniors bearkats
    """,
    "civic": """
        chamber association society club lions rotary elks foundation trust partnership alliance
        coalition federation union league symphony orchestra ballet opera choir chorale singers
        community fair festival marathon arts historical heritage genealogy genealogical film food
        democratic republican democrats republicans party labour conservatives chapter ymca ywca vfw
        jaycees kennel boys girls youth civic workforce development economic environmental lottery
        electric cooperative coop church churches diocese archdiocese synod methodist baptist catholic
        lutheran presbyterian episcopal
    """,
    # Bodies and things inside whose names a place is no mention.
    "media": """
        herald times post news tribune gazette chronicle journal globe press daily star observer
        guardian telegraph examiner dispatch courier register sentinel bulletin inquirer enquirer
        independent mirror mail express record review magazine weekly today radio tv television
        broadcasting newspaper newsletter advocate advertiser argus leader ledger messenger monitor
        reporter standard statesman sun voice media channel online blog podcast reuters getty images
    """,
    "company": """
        inc corp corporation co company ltd limited llc llp plc gmbh ag sa nv bv spa group holdings
        holding bank bancorp financial insurance airlines airline airways motors motor oil gas petroleum
        energy power industries systems technologies technology software partners capital securities
        investments investment assurance mutual foods stores store records recordings pictures films
        studios entertainment productions publishing publishers sachs telecom telecommunications
        communications pharmaceuticals laboratories labs enterprises brands brewing brewery beer whisky
        whiskey wine cheese sauce chrome analytica realty properties logistics solutions consulting
        associates steel mining gold resources railways railroad lines cruises
    """,
    "event": """
        agreement accord accords treaty protocol convention declaration pact plan doctrine massacre
        syndrome virus flu fever cup open derby prize award awards act bill war wars revolution uprising
        conference summit stakes classic bowl championship championships tournament invitational
        biennale expo exhibition
    """,
    # Parts of names of places.
    "street": """
        street avenue ave road rd drive boulevard blvd lane way terrace crescent highway hwy parkway
        pkwy turnpike expressway freeway pike bypass alley row circle
    """,
    "facility": """
        park bridge tower stadium arena square plaza palace castle station harbor harbour port dam mall
        gardens garden cemetery pier wharf marina prison penitentiary jail courthouse tunnel junction
        speedway racecourse raceway fairgrounds mansion monument memorial abbey cathedral mosque temple
        shrine basilica theatre theater museum library zoo hotel inn resort ranch farm farms mine quarry
        plant refinery barracks base camp center centre hall house building depot market lodge galleria
        rink gallery estate auditorium coliseum ballpark field hut fortress citadel chapel monastery
        convent pagoda synagogue terminal quay promenade boardwalk esplanade aquarium observatory
        planetarium lighthouse vineyard winery campground amphitheatre amphitheater mausoleum
    """,
    "nature": """
        river creek lake bay beach island islands isle isles mountain mountains mount mt peak hill hills
        valley forest desert sea ocean gulf strait straits channel canal falls springs canyon pass
        peninsula plateau reef lagoon cape point glacier volcano reservoir marsh swamp bayou brook basin
        delta wilderness preserve reserve grassland range ridge cliffs cove inlet sound plains prairie
        coast shore trail woods pond steppe atoll archipelago rapids wadi oasis gorge ravine fjord fiord
        crater dunes cave caves cavern caverns grotto grottoes gulch butte mesa isthmus headland wetland
        wetlands escarpment moor fen tarn firth sandbar shoal floodplain geyser
    """,
    "division": """
        county parish township province region state republic prefecture oblast emirate kingdom borough
        territory territories village town heights metro metropolitan shire rayon krai canton commune
        ward
    """,
    "city": "city",
}

_TITLES = word_set(
    """
        mr mrs ms miss mx dr sir madam lord lady dame president senator sen senators sens gov governor
        mayor chief officer judge justice coach pastor rev reverend father sister brother bishop
        archbishop cardinal pope rabbi imam sheikh ayatollah king queen prince princess duke duchess
        emperor captain capt sheriff deputy detective det sgt sergeant lt lieutenant cpl corporal col
        colonel gen general maj major adm admiral commander cmdr commissioner councilman councilwoman
        councilmember alderman attorney atty ambassador secretary minister premier chancellor
        representative rep reps congressman congresswoman professor prof director chairman chairwoman
        chair ceo spokesman spokeswoman spokesperson trooper pvt private actor actress singer author
        inspector superintendent supt dean principal trustee assemblyman assemblywoman delegate warden
        midfielder striker goalkeeper quarterback forward pitcher manager editor analyst economist
        defender winger driver jockey uncle aunt senor señor monsieur herr signor mme mlle msgr envoy
        monarch pm md
    """
)

_SHIPS = word_set(
    """
        uss hms ss mv rms hmas hmcs hmnzs usns usav uscgc ins icgs brp kri roks hdms hnlms frigate
        destroyer tanker carrier ferry submarine warship trawler
    """
)
_OPERATIONS = word_set(
    """
        operation hurricane typhoon cyclone storm project task exercise apollo boeing airbus hyundai
        chevrolet chevy chrysler gmc nissan honda kia subaru mazda volkswagen buick holden skoda lexus
        infiniti isuzu suzuki daewoo ferrari porsche maserati acura jeep
    """
)
"""Operations, storms, and makers whose cars and aircraft bear places' names ("Hyundai Santa Fe")."""

CLASS: dict[str, str] = {
    **dict.fromkeys(sorted(_TITLES), "title"),
    **{word: name for name, words in _HEADS.items() for word in words.split()},
    **dict.fromkeys(sorted(_SHIPS), "ship"),
    **dict.fromkeys(sorted(_OPERATIONS), "operation"),
}
"""The class of a capitalised word beside a name."""

NESTING = frozenset({"gov", "police", "court", "school", "hospital", "airport", "team", "civic"})
"""Classes of bodies whose names may hold a place as a nested mention."""

PLACE_TYPES = frozenset({"street", "facility", "nature", "division", "airport"})
"""Classes of words that are the last part of a place's own name."""

FRONTS: dict[str, str] = {
    word: name
    for name, words in {
        "nature": """
            monte mont piz pizzo pico cerro nevado jebel jabal djebel gunung bukit lago lac laguna lagoa loch
            lough wadi playa praia ilha île volcán volcan cabo punta
        """,
        "street": """
            calle carrera rue rua avenida viale corso plaza plaça praça piazza piazzale paseo rambla quai cais
        """,
        "facility": """
            museo musée castello palazzo palais château schloss alcázar iglesia église catedral duomo ponte
            pont puente gare parc parque jardin
        """,
    }.items()
    for word in words.split()
}
"""Words of other languages that begin a place's name: "Piz Palü", "Calle 11", "Cais do Sodré". None that is
a person's first name as well ("Ben", "Val", "Isla", "Rio")."""
FRONT_JOINTS = word_set("de del della delle degli dei di da do dos das du des d la le les los las san")
"""Small words between them and the name."""

MONTHS_DAYS = word_set(
    """
        january february march april may june july august september october november december jan feb
        mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
        sunday mon tue tues wed thu thurs fri sat sun
    """
)

FUNCTION_WORDS = word_set(
    """
        the a an in on at it its he she they we i you his her their our my your this that these those
        there here but and or so if when while after before as by for from with since although however
        meanwhile then now what who why how where which some many most several one two three four five
        six seven eight nine ten no not yes to of also both each another other others according is are
        was were be been has have had do does did will would can could may might should must than until
        under over into onto about between through during without within against among up down out off
        all any every few more such only just even still yet nor because though whether mr mrs ms per
        via vs plus re de la le el der von van du
    """
)

CONNECTORS = word_set(
    "of the and de la le les el los las del da do dos das di du des der den van von am an im al ul "
    "upon sur on au aux sous sul bei na nad pod"
)
"""Small words that stand inside names of places and organisations."""

SPEECH = word_set(
    """
        said says say told tells announced announces warned warns accused accuses denied denies insisted
        insists claimed claims urged urges vowed vows agreed agrees rejected rejects condemned condemns
        called calls demanded demands pledged pledges threatened threatens responded responds wants
        wanted refuses refused believes argues argued hopes declared declares signed backed backs
        supports supported opposes opposed imposed imposes expelled recalled summoned retaliated decided
        ordered plans planned promised offered blamed blames seeks sought considers considered
        recognises recognizes recognised recognized sees expects fears welcomed approved ratified voted
    """
)
"""Verbs that people, governments and teams do: their subject is no piece of land."""

SPORT = word_set(
    """
        beat beats defeated defeats thrashed thrash edged routed host hosts hosted lost won wins win
        scored scores drew draw draws play plays played face faces faced trounced upset topped downed
        stunned qualify qualified lead leads led vs versus striker midfielder defender goalkeeper coach
        captain manager fans squad quarterback batsman bowler
    """
)

BODIES = word_set(
    """
        government governments officials official authorities police army military troops forces force
        soldiers navy regime administration president minister ministers ministry parliament leader
        leaders diplomats diplomat embassy ambassador delegation lawmakers court courts council
        councillors commissioners mayor governor senator sheriff prosecutors firefighters economy policy
        politics politicians political relations sanctions response spokesman spokeswoman side team
        rebels militia militants warplanes jets intelligence constitution currency central bank banks
        companies firm company airline airlines media press newspaper sovereignty independence
        membership election elections voters people nationals citizens ally allies prime foreign
        interior defence defense deputy national legislature congress senate flag passport
    """
)
"""What follows a place's name that stands for its government, people or team."""

RELATIONS = word_set(
    """
        talks relations ties tensions deal agreement trade war alliance negotiations dispute treaty
        sanctions against pressure relationship rivalry pact ceasefire truce accord summit diplomacy
        allies
    """
)

LOCATIVE = word_set(
    """
        in near at from around outside inside throughout across to into toward towards off over along
        via within through between downtown central northern southern eastern western northeastern
        northwestern southeastern southwestern north south east west northeast northwest southeast
        southwest upstate rural suburban mainland visit visited visiting leaving left reached entered
        arriving arrived lived lives living based headquartered located situated born
    """
)

POWERS = word_set(
    """
        washington moscow beijing london paris berlin tokyo brussels kyiv kiev tehran ankara jerusalem delhi
        islamabad pyongyang seoul riyadh cairo canberra ottawa rome madrid caracas havana baghdad damascus
        kabul taipei hanoi minsk warsaw pretoria abuja brasilia doha
    """
)
"""Capitals whose bare names news uses for their governments: believed where the lexicon believes them,
also against the tagger."""

COMPASS = word_set(
    """
        north south east west northern southern eastern western central northeast northwest southeast
        southwest northeastern northwestern southeastern southwestern mid upper lower greater downtown
    """
)
"""Words before a name that the corpora leave out of it unless the gazetteer knows the whole."""

STOOD_IN = word_set(
    """
        in at near into inside outside across throughout around toward towards off via downtown central
        northern southern eastern western northeastern northwestern southeastern southwestern northwest
        southeast southwest northeast mainland upstate rural from
    """
)
"""Words before a name that is meant as land: 250 of 264 such names in GWN's open half are."""

CREDITS = word_set(
    """
        getty images reuters afp ap epa anadolu shutterstock alamy pa bloomberg xinhua zuma upi rex
        agency photo photograph photographs picture image file handout courtesy photographer via
        nurphoto sipa tass associated press
    """
)
"""Words of a picture's credit line."""

AGENCIES = word_set(
    "getty reuters afp epa anadolu shutterstock alamy bloomberg xinhua zuma rex nurphoto sipa tass upi ap"
)
"""Agencies whose name in a line of capitals makes it a picture's credit."""

COMPANY_ENDS = word_set(
    "inc corp corporation co ltd limited llc llp plc gmbh holdings airlines airways motors bancorp industries"
)
"""Last words of companies' names that leave no doubt."""

NO_PLACES = frozenset(
    (
        "islamic state", "red cross", "red crescent", "national guard", "united way", "real madrid",
        "la liga", "world cup", "olympic games", "national party", "green party", "security council",
        "supreme court", "hall of fame", "city hall", "town hall", "big brother", "black friday",
        "new year", "good friday", "dow jones", "wall street journal", "air force", "coast guard",
        "prime minister", "world bank", "african union", "state department", "home office", "foreign office",
        "boko haram", "abu sayyaf", "khmer rouge", "al qaeda", "al-qaeda", "ansar allah",
        "shining path", "islamic jihad", "norfolk southern", "tamil tigers", "iron curtain",
        "bank of america", "united russia", "fine gael", "animal kingdom", "tea party", "bloody sunday",
        "first bank",
    )
)  # fmt: skip
"""Names of two words or more that gazetteers hold as a village and texts as something else."""

NO_WORDS = word_set(
    """m.d ph.d b.a m.a b.s m.s d.d.s r.n c.e.o christmas easter ramadan nato u.n un opec unesco unicef fifa
    uefa covid aids olympic god jesus christ bible quran internet facebook twitter google youtube amazon
    instagram xinhua irna tass hamas hezbollah taliban shabaab shabab isis isil daesh
    bank islamic christian muslim jewish catholic protestant buddhist hindu sunni shia
    """
)
"""Single words and abbreviations that are never places however a gazetteer spells its villages."""
ARTICLED = word_set("amazon")
"""Those of them that are a place's name after an article: "fires in the Amazon"."""

LANDMARKS = frozenset(
    (
        "white house", "kremlin", "pentagon", "downing street", "buckingham palace", "capitol hill",
        "wall street", "silicon valley", "guantanamo bay", "chernobyl", "vatican", "holy see",
    )
)  # fmt: skip
"""Names so much their own that context rarely says more."""

EARTH = word_set(
    """
        africa asia europe antarctica oceania australasia pacific atlantic arctic antarctic mediterranean
        caribbean baltic adriatic aegean balkans scandinavia caucasus sahel
    """
)
"""Continents, oceans and seas by one word: closed, and believed where no other capital touches them."""

CUSTODY = word_set("jail prison penitentiary center centre station")
"""Last words of bodies that the lists know as facilities: "Laurel County Detention Center"."""

ROADS = word_set("u.s us")
ON_ROADS = word_set(
    """
        on off of along near via onto at and between from by to toward where northbound southbound
        eastbound westbound left leave leaving close closed closing block blocked cross crossed crossing
        follow followed took using down up
    """
)
"""Words before a numbered road of the United States, written without its "Highway"."""

SPEAKING = word_set("speak speaks spoke speaking fluent teach teaches taught teaching learn learning")
TONGUES = word_set("language languages dialect grammar alphabet lessons translation")
"""Words before and after a word for a people that make it a language."""
