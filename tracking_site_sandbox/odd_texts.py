"""Texts that pages must show without breaking: markup, right-to-left writing, emoji and long names."""

MARKUP = """<b>"O'Brien" & Söhne</b> <script>alert('x')</script>"""
ARABIC = "شركة النور للشحن"
EMOJI = "📦🚚"
EVERYTHING = f"{MARKUP} {ARABIC} {EMOJI}"

# 100 characters, the maximum length of a job's name at Logis.
LONG_NAME = "Livraison du mobilier de bureau modulaire, 3e étage, salle du conseil et accueil, phase deux de deux"
