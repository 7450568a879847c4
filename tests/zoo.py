"""The hard cases, once, for every stage to meet.

Texts are by name; each must pass through reading, recognition, resolution, drawing and exporting
without a fault, with offsets that hold. What else must be true of one stands beside it in the
stage's own tests.
"""

TEXTS = {
    "antimeridian": "The ferry left Suva, in Fiji, for Apia, in Samoa, and crossed 180° for Chukotka.",
    "poles": "From the South Pole they flew to the North Pole by way of Alert, Nunavut.",
    "zero": "The buoy at 0°N 0°E, in the Gulf of Guinea, is called Null Island by sailors.",
    "no population": "Nobody lives on Bouvet Island or on Heard Island.",
    "no country": "The Pacific Ocean borders Antarctica.",
    "right to left": "سافر الوزير من القاهرة إلى بيروت ثم إلى דמשק.",
    "bidi marks": "He said \u202eCaracas\u202c and \u200fBeirut\u200f were near.",
    "combining marks": "Bogota\u0301 and Sa\u0303o Paulo are far from Mu\u0308nchen.",
    "emoji": "🌍🔥👨‍👩‍👧‍👦 Fires near Athens 🇬🇷 and in Évros.",
    "common words": "It was Nice to be Reading in March, Of all places, and Mobile too.",
    "one letter": "Å is a village in Norway; Y is one in France.",
    "persons": "Denzel Washington met Jesse Jackson and Queen Victoria. Washington was silent.",
    "two of one name": "He drove from Paris, Texas, to the airport and flew to Paris, France.",
    "disputed": "Troops in Kashmir, Crimea, the Golan Heights and Western Sahara stood by.",
    "gone": "Born in the Soviet Union, she grew up in Yugoslavia and East Germany.",
    "capitals": "FLOODS HIT DHAKA AND CHITTAGONG, SAYS BANGLADESH RED CRESCENT",
    "no capitals": "floods hit dhaka and chittagong, says bangladesh red crescent",
    "one word": "Caracas",
    "one space": " ",
    "one newline": "\n",
    "empty": "",
    "control characters": "Car\x00acas and \x07Bogot\x0cá\x1b[31m in \x85 red.",
    "lone surrogate": "Quito \ud800 and \udfff Lima.",
    "carriage returns": "\ufeffLONDON\r\n\r\nRain.\rParis\x0bRome\u2028Oslo\u2029Bern",
    "markup": "<script>alert('Caracas')</script> <img src=x onerror=alert(1)> `Lima` ${Quito} {{7*7}}",
    "long token": "A" * 5000 + " near Lima",
    "no spaces": "LondonParisRomeMadrid#BerlinViennaPrague",
    "repeated": "Lima " * 400,
    "punctuation": ",.;:!?()[]{}\"'“”‘’«»…–—·•" * 20,
    "numbers": "1.234,56 12/11/2025 +58 212 555-0134 v3.10.2 21-17 10:45 $50m 35°C",
    "hyphens": "The Paris-based firm, the U.S.-Mexico border, Port-au-Prince and Guinea-Bissau.",
    "wide letters": "東京と北京、서울에서 회의가 열렸다.",
}
