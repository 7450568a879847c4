"""GeoNames's feature codes that our own tables use, and the class that each belongs to."""

from __future__ import annotations

_CODES_BY_CLASS = {
    "H": """SEA STRT GULF BAY CHN CNL STM LK OCN LGN SD INLT FJD COVE HBR ESTY WAT RSV FLLS RPD GLCR STMX CNLN
        BGHT CHNM LKN SPNG WTRC MRSH WTLD REEF RF STRM ANCH DLTA CRNT SHOL""",
    "T": """MT MTS PK DSRT PLAT PEN CAPE ISL ISLS ISLET VLC PASS VAL CNYN HLL HLLS PLN UPLD BCH ATOL DPR RDGE
        CLF PT CRTR DUNE SPUR GAP GRGE ISTH KRST MESA HDLD VALS RK RKS CAVE PROM
        DLT""",
    "L": "RGN RGNH RGNE CONT PRK AREA RESV RESN CMN LCTY MILB BTL COLF GASF OILF INDS CST",
    "P": "PPL PPLX PPLC PPLA PPLL PPLH PPLQ PPLS PPLF PPLG",
    "A": "PCLI PCL PCLD PCLH PCLS PCLF TERR ADM1 ADM2 ADM3 ADM4 ADMD ADM1H ADM2H ADMDH ZN ZNB PRSH",
    "R": "RD ST RR TNL HWY RDJCT",
    "U": "TRNU RDGU SMTU SMSU PLTU BNKU SHFU CNYU BSNU",
    "V": "FRST GRSLD TUND",
}
_CLASSES = {code: letter for letter, codes in _CODES_BY_CLASS.items() for code in codes.split()}


def class_of(code: str) -> str:
    """GeoNames's class letter of a feature code that our tables use."""
    return _CLASSES.get(code, "S")
