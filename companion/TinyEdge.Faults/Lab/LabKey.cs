using TinyEdge.Companion.Keys;

namespace TinyEdge.Faults.Lab;

/// <summary>
/// A LAB KEY. Its private half is published here, so that a fault case is the same to the last bit wherever it is repeated. No firmware pins it.
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

    private static readonly Lazy<SigningKey> s_key = new(() => SigningKey.FromPkcs8(Convert.FromBase64String(Pkcs8), isDevelopment: false));

    public static SigningKey Value => s_key.Value;
}
