"""Texts that a page has to survive."""

MARKUP = """<b>"O'Brien" & Söhne</b> <script>alert('x')</script>"""
ARABIC = "شركة النور للشحن"
EMOJI = "📦🚚"
EVERYTHING = f"{MARKUP} {ARABIC} {EMOJI}"

# Logis allows a hundred characters, and this is all of them.
LONG_NAME = "Livraison du mobilier de bureau modulaire, 3e étage, salle du conseil et accueil, phase deux de deux"
