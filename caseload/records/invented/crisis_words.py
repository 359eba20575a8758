"""What invented clients say in their safety plans, and what is written of their crises.

What always holds: nobody here is real, and every number is one that rings nowhere.
"""

OVERDOSE = "Took a week of pills at once; a neighbor called 911. Awake on arrival."
BRIDGE = "Said on the phone that there was no point. Came along to the emergency room."
AGAIN = "Back at the emergency room by morning, two weeks after coming home."
VOICES = "Voices for three nights. The mobile team stayed an hour; medication was taken again."
WARD = "Stopped eating and sleeping; brought in by the family."
ALONE = "Called 988 after cutting; talked for forty minutes and slept at a friend's."
NIGHT = "Wrote a note and showed it to the guardian, who brought them in."

ENGLISH: dict[str, tuple[str, ...]] = {
    "warning_signs": (
        "I stop answering my phone",
        "I don't sleep two nights in a row",
        "I give my things away",
        "I hear my name called when I'm alone",
        "I skip my pills because I feel too good",
        "I think everyone is better off without me",
        "I start to clean at night",
        "I fight with whoever is near",
    ),
    "coping": (
        "Walk around the block, no phone",
        "Cold water on my hands and face",
        "Play the same three songs",
        "Write it down and tear it up",
        "Breathe out longer than in, ten times",
        "Feed the cats on the porch",
        "Crosswords until my eyes close",
        "Make tea and drink it outside",
    ),
    "distractions": (
        "The library, the table by the window",
        "My aunt's kitchen",
        "The Tuesday dominoes at church",
        "The park by the river, where people fish",
        "The laundromat; somebody always talks",
        "My nephew's ball practice",
        "The clubhouse, lunch is at noon",
    ),
    "people_who_help": (
        "My sister, {phone}, any hour",
        "My neighbor with the dog, {phone}",
        "My sponsor, {phone}",
        "Cousin in Hillsboro, {phone}, not before 7",
        "My daughter, {phone}; she knows what to ask",
        "Pastor, {phone}",
        "My roommate; knock twice",
    ),
    "professionals": (
        "My case manager, in the daytime",
        "The clinic's nurse line, {phone}",
        "My therapist, {phone}; leave a message",
        "The crisis center on the square, {phone}",
    ),
    "safer_environment": (
        "My sister keeps the pills and gives me a week's worth",
        "The gun is at my brother's, in his safe",
        "No knives in my room; they are in the kitchen drawer that locks",
        "I don't drink alone; nothing is in the house",
        "Somebody sleeps over when I say the word",
        "I hand over my car keys",
    ),
    "always": ("988, call or text",),
}
SPANISH: dict[str, tuple[str, ...]] = {
    "warning_signs": (
        "Dejo de contestar el teléfono",
        "No duermo dos noches seguidas",
        "Me encierro y no abro las cortinas",
        "Siento que estorbo a todos",
        "Oigo que me llaman y no hay nadie",
    ),
    "coping": (
        "Camino hasta la tienda y regreso",
        "Me lavo la cara con agua fría",
        "Pongo la radio y canto",
        "Rezo despacio, una cuenta a la vez",
        "Riego las plantas",
    ),
    "distractions": (
        "La cocina de mi comadre",
        "La iglesia, el grupo de los jueves",
        "El parque donde juegan mis nietos",
        "La biblioteca, la mesa del fondo",
    ),
    "people_who_help": (
        "Mi hermana, {phone}, a cualquier hora",
        "Mi vecina, {phone}",
        "Mi hijo, {phone}; ya sabe qué preguntar",
        "Mi padrino del grupo, {phone}",
    ),
    "professionals": (
        "Quien maneja mi caso, de día",
        "La línea de enfermería de la clínica, {phone}",
        "Mi terapeuta, {phone}",
    ),
    "safer_environment": (
        "Mi hermana guarda las pastillas y me da las de la semana",
        "No hay alcohol en la casa",
        "Los cuchillos están bajo llave",
        "Alguien duerme aquí cuando lo pido",
    ),
    "always": ("988, y oprimo el 2 para español",),
}
ANEW: dict[str, tuple[str, ...]] = {
    "warning_signs": (
        "I stop answering my phone",
        "I don't sleep two nights in a row",
        "Rent day comes and I can't open the mail",
    ),
    "people_who_help": ("My sister Ada, (254) 555-0177, any hour", "Pastor, (254) 555-0162"),
}
"""What one of them says anew, a few months later."""
