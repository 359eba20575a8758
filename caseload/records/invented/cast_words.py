"""Names for other casts of the invented caseload. Nobody here is real."""

FIRST_NAMES = {
    "English": (
        """Abigail Beatrice Bernice Bonnie Charlotte Delores Dorothy Eileen Ella Florence Geraldine
        Harriet Hazel Irene Josephine Lorraine Mabel Norma Olive Pauline Rhonda Shirley Sylvia""",
        """Albert Amos Barry Bernard Calvin Chester Clifford Edgar Everett Floyd Gilbert Harvey
        Homer Irvin Jerome Kenneth Leroy Maurice Norman Percy Rodney Sherman Vernon Warren""",
        """Alex Blake Casey Dale Drew Jackie Jody Kerry Kim Lee Leslie Lynn Marion Quinn Robin
        Shannon Sidney Stacy Terry""",
    ),
    "Spanish": (
        """Alicia Beatriz Blanca Carmen Consuelo Delia Elena Graciela Inés Julia Leticia Maribel
        Noemí Olga Pilar Raquel Sofía Verónica Ximena""",
        "Arturo Benito Ernesto Fermín Gilberto Ismael Joaquín Lorenzo Raúl Tomás",
        "Cruz Refugio Trinidad",
    ),
    "Vietnamese": ("Bích Hoa Lan Loan Mai Ngọc", "Bình Dũng Hùng Khoa Long Sơn", "An Anh Minh"),
    "Mandarin": ("Fang Jing Lan Ping Xiu Yan", "Bo Jun Wei", "Hua Ming"),
    "Amharic": ("Almaz Genet Hirut Selam Tigist", "Abebe Dawit Tesfaye", "Desta"),
}
"""By the language that a client speaks: hers, his, anybody's."""
LAST_NAMES = {
    "English": """Adkins Ballard Barlow Boyd Bratcher Cagle Chappell Dempsey Duncan Eubanks Fuller
        Gibbs Goodwin Hanzlik Hargrove Hollis Jansky Kemp Kucera Lockhart McBride McCall Mosley
        Newsome O'Dell O'Neal Pate Pavelka Quarles Rucker Sadler Simek Tillery Urban Vanek Wallis
        Weaver Womack Yates Zapalac""",
    "Spanish": """Alaniz Barrera Cantú Cárdenas Cervantes Delgado Escobedo Galván Guzmán Leija
        Longoria Montemayor Ochoa Quiñones Rentería Saldívar Tijerina Ybarra Zúñiga""",
    "Vietnamese": "Bùi Đặng Đinh Dương Hoàng Huỳnh Lương Mạc Phan Tạ Trịnh Vũ",
    "Mandarin": "Chen Guo He Lin Wu Zhao",
    "Amharic": "Alemu Bekele Girma Kebede Mekonnen Tadesse",
    "Hindi": "Bhatt Desai Iyer Joshi Kulkarni Menon Nair Sharma",
}
STAFF = {
    "C": ("English", "Candace Cecilia Claire Clayton Corinne"),
    "D": ("English", "Daphne Darla Derek Dominic Duane"),
    "L": ("Spanish", "Lázaro Leonor Leandro Lidia Lucía"),
    "T": ("Vietnamese", "Tâm Thanh Thảo Trang Tuyết"),
    "M": ("English", "Malcolm Marlene Mitchell Molly Myron"),
    "J": ("English", "Janelle Jared Jocelyn Joel Judith"),
    "P": ("Hindi", "Padma Pallavi Pooja Pradeep Prakash"),
}
"""By the letter that the story calls them by: whose last names they have, and their first."""
AREAS = ("254", "325", "361", "409", "432", "512", "806", "830", "903", "936", "940", "979")
"""Codes of Texas; in each of them 555-01… rings nowhere."""
CASTS = len(AREAS)
"""How many there are; each has a code of its own."""
