using TinyEdge.Companion.Keys;

namespace TinyEdge.Faults.Lab;

/// <summary>
/// LAB KEYS. Their private halves are published here, so that a fault case is the same to the last bit wherever it is repeated. No firmware pins them, and release devices refuse them (<see cref="TinyEdge.Bundles.WellKnownKeys"/>).
/// </summary>
internal static class LabKey
{
    private const string Pkcs8 =
        """
        MIIG/wIBADANBgkqhkiG9w0BAQEFAASCBukwggblAgEAAoIBgQDLKNKWqwFRNQTB4/JiSR1m2msdArI/T/RWF7NduTiS4vW+jiDqgRTLFhZKdsZBSPNLLpY8
        oQOhRJN7e3oAkJkddBHavII4/AlE3b6Q/dsR158CUpoKp5rkjkM86T+zXFfb+XPJEjLRiPavCZvUdJCBJi4YM83u6ubAMJU5hzFFhN0wyS/w7G2p4e3Nyy/c
        xC7iNA9Vbkjysd89B0jmFMEoLLzPfxdQPGcNpBFkg6kw/e6FBBaAUqXpcs0HBDd4NVqbHg5GG5d8ZLIMgdI94CO0x8ZP1Ln7O6jX7aVre8IZnBy4T3LAGzlp
        uOUj/p2/xEu1eNLqDSR6WSsvLyO16/BNSljkxPbIFB3oPtFvJ3iuY0G6GE4+NB7RlLrrdXDP7gXLzc97Rs50p8AtiEff4opk2WWkTph8biaVWKlXbTI0mGXd
        u4IdbrnumbaGQzxlEr+3O76nb4o8D6OMbtv91XWkMGkwXUvFfxdUrf6v10qw8Xj6UV23jpmMtdDLEADIzmcCAwEAAQKCAYA25Rp2HNH3y/AzpfDOLvxzWMx9
        o8dfRS77/l54kj5frlUBvuzVALkKITc3ur1aUahv5bAxxL4y2tFRGe2+7lN5Om5CoRI87JliktpV2kpSGWW9Xm2COISpgmlXsZ0FTYvuBAsNx02VAcHKTTne
        n/qV8yecYY8hIjbkspv31fhx1PNhpdM+8du1/jbgFymhKR+T/sYv6uNqNLbiCjBf/zasMN554Nj/VLrx3CXY95yFgO/s4ExmMy7ilCMjZLfKUvvjh73kXkBe
        praQgReR8eQPMkkYxqvY7YXjLvS+Kt1Z1ME+kbRH7VpkHqI2Ak9hFJWOnTfIwCcts5g6kVjASMy/G5+MmoS+VgpRrTRSMtetznP0JU+Z788tUTwHHCZqSuIL
        YES5QdYLjX05+wTGOjRTGmCbr3MRGDn4t8ZYj+KnSvLDz6tnRouyoK8RLhi6dRtnUB8TOy+5Z0adzTgqc8ULfD5hkpcbyq6Po4kcUgxn3s6flj4H38uf4+f1
        EGD95FkCgcEA9INwzqH3uhRNVJg6mM/S4lQz/OZuQrKseyT4hyQd19d1xJTTbdH2amdK6F1UKTdvjZdCtJ5DxWn7fst/luJ2kj5KzolEIm2e20KbwYpR0oUi
        m5w+pPg/LDaFrVmhOjtoSLfUuPxLg7TwaaKo7IrQPkE3Ic9nOXW/5Qbx5iW+jzU3ZIDAcwq8AwGrpexveIz67OixLRlD/Lb+kGeRtDmgZNKxJGWWVbmOb1Uh
        DjBMKilq5oRz4O7fBDs4Bft0LtUPAoHBANS0DVmTyzdYFpuRjV2kjQgM8Rsj1UHJEPAjuso5taNIJzJeeP0SRb6TYZkiH7lgRlAhe8SWfxIfhaTfqEo9MU5F
        tGHLpEtFwm22UhCJRNT4V3Je8xRyTqs1qtyRtYrhTBGMazi8+O2dpTEW3rTn9Q5ODcPnWL+Z8yAoNiW788UcQgd7FYcPX0JvUPDf70HGH4MgaenvpkeSaWT0
        dhZ2kIpEdVroJq6YOxDJehvg2jpRnx6JRUIwVdtFFr4mnJJhKQKBwQChyLKEVlDWU4aTOaJT5/auAG7hoApGoXhUhrLWoEQKw6pNpvd6S5mS78N1mgMMvnxW
        IEZnwewvnB9m1vkV+cPgoczXeaWWbhfVFe5/Ealv9N1gPvKILyWFeJHckFiIcjRfIRtkRrMkcz07d//zeymsd3QmL9gqAco1nPHDiSfcE6cSHcq4k9qw1pMf
        VyCukAGbbZ+Fqpj8hoxLOewDZrnE3E+POJRPJlajPZ2AiN5sazkrS2ps40C2yQQZmTZXomsCgcEAmSuXuXv+iTo7/YdRP6/xh2yaa6rgNWFvex6fsmTgclbR
        MyppAgUYiGZlj/rM0ZeMysNx911Q4GImwVX2QI/UY8M6ZHpbM4Fmw87ZReMz2BGGF2xcq8qs8AnTosai7wHS34g45kDfGW2+uZz4f1nSVJzMuNhuRnu8YtnS
        NFYm8zioK+7sz7e4J4U1yl/YUYs0wh6jZr0XBs9eaj7IkuCKsacew3oN8Qja7/nGnzDKtdh1N24um71m9mHIQOJZOegRAoHBAOszteQ5xhuosidNd5Hxq577
        MPLSzQe3CXqAYb3dRJqtm0xC0FoZmKci5jDj+y7taAtzoqb46MnuzxzGeO5E8Fvx57GOslvMI285y7heom0rRQk3M48H2f5Ds3AL3IuL+jzZlT0zEceQQ2l6
        7QPHdEQd7WdwAzITSyHS7GnbbjTi6Ew2gimQxKlUS3YueLdRKAEp5dnl24boS1V7/ogBHv15UiPDYnPl6zCxvHuBAf1RL7NHcbbPKSjrgp+3B1MkoA==
        """;

    private const string NextPkcs8 =
        """
        MIIG/QIBADANBgkqhkiG9w0BAQEFAASCBucwggbjAgEAAoIBgQDKu66wagyJ2W2z9Pd1A5FRYDrzVeVSDLQXntwVfMyDFano0dYQojg1R6AqaM74YhUYAt03
        LXvpftS1QEy7QOG97FAlcCF7n/nP8DoWvwg+6PaBD5vF4Fz0dyQbCwzBDpMAd2t+HXnUZOQZHi7ssX1117e3exsu1OE63iw8Vukda8bCRTbPkgs8o7NlthwC
        PCsWypHgt5yXlAz0+qZIRXj9kRI2hxxrGa1lXSzLtHIGsn4F9/IBq7GeKvJxHrg91wLbA/UOESeqxMMw19Zx3XgfNjVkwAbraYSgl9949Od7IXurV+DbjrFo
        1GeXr82s8NPH3nZDaopyyZ5ymTXLj1ROqpD0MNXJeOOLKWMIcPNhMy/rta2pqH231VoGtMZRKzADsquByhHXiXLHzp5v6VzrFB80P3RPf9m8l7smKLMTY+fM
        yzVvgrjM3jIOTo+R/8AGrpI3E9bFJlz6pERcmEMEYh7UkNL0klvO1NscRo7A1fojGnDQLvlmJ/9v1Xw80QcCAwEAAQKCAYANYQdtQwJi0oOH3cG66ipb6XLa
        fi+tE4OLD4PMszi36eUVpUtwO5RkB78NLW+DOs3TkNTSgGDuDt2wvHaT4PtE0mSTo+vBwdP1og/jUmYT6MHj0IjiLSVVSMuMMVV9JB4VaMwiPYW9u47GDZTh
        L/FspnjMVgZ8N7ZJcUIQFVg7BdLPHUw5tJSjQtZi/vqoNxpM3b90ygk+g5m7TRNOL6+FZF6EVLROaRplVxnOs7DWuk7QzAUfkRoeqwzm5DUad6btertTnWIV
        rlt/XZOLd6VBebGjQEcxaMu1QfwA7hReO8XALkJiaLRCMocAg6R4YQJYAXsiK4gmQPW/TeJtjjzuhyyf6vwTzz7C5iBLr0KZaR7LLWT85St5wWSUPk6IDMLe
        vBKhsIIKo3f15TguRoRzrM+K2dm3AAsestS1r94pu6G/Cgtntj4O+0R+an8a0L1Q/Z2JAvO54J/PmPMMdgX0Ovq+ZuJiRa0nPgZev33/RZMN7ikJaHvHtqIL
        VuyvwbkCgcEA8DwvexzZ5I3EN0zHNy5R0I371a4Abjr0YjcaWmWYy7pkCvYMvZMoUrkVmGCp6NdK1lovMTmbW7CcBVvCCSa89UwMrizThtcR720WN2nEmFaq
        eXTE1rsAjnMMNROIvpT5xNbqJUJCzmqo9QlSqFp90nm0EwY7erj7h4+/Pj6kDhvyIVUFg5ajI6eZLpsDmDGpBbdSjm1Q2wQQ9fyl9EOe4RlPDUcU8z64tphx
        x3vgUHBXsxAPyqmSY7u1fSAIn7+tAoHBANgJfCgw/fs5PBN24Xjh5HrgJ0WtygO5Hz7PgBunjtRUVGsM+YuZPUTSJhNHCBA/91VSm7wHe0RA9pKrnz0SUkmP
        Gm9amuznoUzXR49LHe9K9Yk1W4S6NTCsGFT7Gvvt0aausIGTXenWXNTkEhkzM32gUx5Mx9hIjD5EkjhC2orEtJRUmYhEDj+3TxTqFv8VDUDWMGjfihFqeAsA
        mnoGP3+gPOdVD3FAuuToNLldbiv/c7TOt3cyHB8bJxYbUT4aAwKBwBqq465r7ngjkJN+72JdvvFCwaDftuaFntlEOqWsP4DmCPL6i0GEE2bTauVGXbYeKA2R
        Z0m0ll1gRoGFxQ1VAobMUWAIU9bVCwWj+2JdWFh8zmG7J5qamZ42gTVnHLfjO7KxFL7cEyRszKKezVEo8myp2+Z8u5+M50cOGvGi7H0wdvliQcFwuF1d3nBA
        /u4nHRcoWX67/czCL8vOpvFtjDZ6o77alCXIYaLLW14Ej0r+nY2gC9C4cCqoDKZ+Jtbs5QKBwQCe3uLKH7U3QZDXc44+OkiuwBbBXBt6f3Hl2+yG6cLUjKuE
        CgedzHRNHwnXFV5trMyzl0tljE7vE6MAm2tAGzAeXjl/eC8EVxa8jnhWfVQnPIWygGWsBs/E2loObJcce3i4zjCJKZlftD+SY6KXm5qbIQLe/nHcsQVJaV3q
        N+fFMwDlMA20MvATlTd31upQbefQLXNuPC2pvxVGagwv/lZGAc2oBVqU25hVbBoR0w6JFpO9fGNZKaWajnpA/JfTRocCgcBzT+u0TMBahBhBwEFvfj+ex0Gp
        pUBDqNGy39q12JHg9JE3ZvYA9wnQ/X2RIBux6F1ONMTQiTyGcoraLqeH8+UKbaalrORLYUfwmfPFyA9MPyfk41GrQW9o6dZIpsdDTDIpBbtOkOFa4EzJOQgr
        t+SwEIpv56spW+nNkTE0kOB2OLUbBY2xy/Wr/htHY7UC0zmpxGwGvcJEJXpRQG0oKy7E0e7rO5pyUNKWNm+S3XmDakGrxAmSLlQ1Qh5HYIpW/eE=
        """;

    private static readonly Lazy<SigningKey> s_key = new(() => Import(Pkcs8));
    private static readonly Lazy<SigningKey> s_next = new(() => Import(NextPkcs8));

    /// <summary>The key that lab devices begin with.</summary>
    public static SigningKey Value => s_key.Value;

    /// <summary>The key that a rotation brings.</summary>
    public static SigningKey Next => s_next.Value;

    private static SigningKey Import(string pkcs8) => SigningKey.FromPkcs8(Convert.FromBase64String(pkcs8), isDevelopment: false);
}
