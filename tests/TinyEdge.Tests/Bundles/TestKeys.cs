using TinyEdge.Companion.Keys;

namespace TinyEdge.Tests.Bundles;

/// <summary>
/// TEST KEYS. Their private halves are published here: whoever trusts one of them trusts everybody. Made once with
/// SigningKey.Generate so that tests are reproducible and need not wait for prime numbers.
/// </summary>
public static class TestKeys
{
    public const string Passphrase = "for tests only";

    private static readonly Lazy<SigningKey> s_trusted = new(() => Load(TrustedPem));
    private static readonly Lazy<SigningKey> s_stranger = new(() => Load(StrangerPem));
    private static readonly Lazy<SigningKey> s_development = new(() => Load(DevelopmentPem));

    /// <summary>The key that test devices trust.</summary>
    public static SigningKey Trusted => s_trusted.Value;

    /// <summary>A good key that nobody trusts.</summary>
    public static SigningKey Stranger => s_stranger.Value;

    /// <summary>A key marked as a development key.</summary>
    public static SigningKey Development => s_development.Value;

    public const string TrustedPem =
        """
        TinyEdge signing key 0f58de3c14ed2c99
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIHdjBgBgkqhkiG9w0BBQ0wUzAyBgkqhkiG9w0BBQwwJQQQmcPGvy5zoC6ULXPa
        nibdqgIDCSfAMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBAZuVXWW3t7Xed0
        kxwwgpVKBIIHENvunZ7UfzFvkmaId9zKgu2llaQQLJI5O+WDrrk1f/+FLls0TTXP
        y5r+tgYrv9Xv32XgDS2ExLTaV4FcCsbcO7PmZHQ9JRCuK7DvAU1w1lIc3CrMf5rU
        wAfrOnQIiwfF46JeqbkMEiCPbljaxTI1YT5obyncqF4sOWg9aS8yWRxJfGVVsZt0
        5OEdS3T9KJ85Zler805ozJM/yhkk8vd35YMVxdBbk7FqbOVd1mS5RPnldr1KF8DA
        YUIQSwG+rvCF28zASdJi4pHqX44KJuV73I/v8mBCVotINCckqrQjJ8W2NRRJvZPd
        eSdO0zbFETE+Ow8tERw5TlNeUuYAzJF1Q7OyHnBtCLhwsVOX7+1I6nrctUOyD9Ma
        S4vXBYi5JlP8cBJcTTLaujd5BYo7Aa9eI4KNXMGtaGuhPX3aFLLfBW2KBcbMNHsp
        RnGU6xRDBnjZbfDKHoUZEkD6uZZX/VASOCBCBR4miwEsjPiBG+Dh4uVqo/nryXMs
        0S2wEck6WLSWIow/t3K0pRnRcoFD0TCd/H0DnHzudMoBle5EqbmogkkSLji4EZXU
        C1hAvEXKVdmSpfLH3Upexhes/dwo29kSrI2E5ewZsaC0IxhJKSWk5mfNFiJg5i3C
        RhxVIXvEMtncwlhrqIuMV6UQSteeZdMER2dDNDR0UqfRv3JX8o+WJT+cOsytPxbN
        ERKEXfL++n2jqxPlbZAGdq6uUUqRY4MywAxLG0iOwnBZpmt3sg8OAzH7BkCqFJAI
        mxlnBvzcpVgkUUrBruczxHZ8q6FuRgVe/XlLjfCU7Bnhzn2aucEam7oyPOJuaXzk
        t0l+3U2sWT42549IZFCUF6sd+xBsyvIvr6pFon9wdJiRGJ4CdwGH5dQugXj8yHGD
        IByNtzogCPO/SdBa2A1qhZwH7fzsFd6jLgzN5rXZ6+iJl9O7x9bP5f65MsEq5ruw
        1eCWC85HYZKkqwi+IZ08KiqYupBsLsaIeJctBBYq0iylK2JlTlOOjxCtmavYoIkH
        d/eCgSblthhn/pXBtH8X7dnlT3Xwx4V0j9wfxNB2Rl7liV3fp5NveJJFL0WJIm/9
        d2RIuxNk2dhjgyS7ICNT3Ozhgq1JdHH9iWZvrFDxZOsJpn9XYPimfA6dcX8S1C2j
        YIYmK2/8hcDNLM+2EScIJ1ri5znk2fhKsMQu09xV9bqkLEnvjpeIT3vyGm1pjVVC
        c9J9x8Xjxa5iMn+GWdEangzof21P6RQuHbcFvjOeHhmh6VUClF6BGotvKJKDodr0
        I+sTWwRshVMMXz+RojO0CuiAYb+rxmmMRrsszBVDSYO6NfTjx4C/jZEcfq0nsVRx
        52RFbw0S2tV+qwAVMJ4Wiv+grW6DJ9Lh6ABo+CYGfSGcJNwkU82mLj7W+tc9JsOh
        mibOBkikEmc6MWbJh6+eHliC91Z7RrYTEqxMZj1VIciqH35ocr5sys3a/jIqZTyO
        j4vHRV2grbs40+NF/Oc6IGJkOqVkDZiDDpRpC1UNFNTEZ3TOQ4KFYax2QoYdvRzE
        m0T60wstq8Kgnhp+yahRTf8tRXMUwljNulBGF39QdRlCEQ/qZOlIc3uvryHZlT5u
        XgWQAGsxBM9pJT7Zh/GJWgScXpXa8NwBWjDflJ0OWxoh7QsQHgJW5pYNvXzkbina
        hY2/8LhPyaQBmQmvbX8ymK+9/+4RD62Tka+yiW4nek/ngNCayW07Skhu83NyWHfO
        7MKdDVfKW2VTFF1kfvF+YhqU30LfLGYz3JkpVHI43D7BVjGN0k7uFlFWfIxFKua9
        QxBvoh6p8bBzODyCh2ZvU2r2TYo2bWkWj256+Ccr5Rpao+Cpr8Pb7FaDQ3wvyxHm
        azdWV3dwtXJ3hWIrXUvdycE6JsAz8iaPiq3cjeNWHRqjuEGBcX+Ymur2lpE3ywMD
        qBPyuwYWyxq8LQKWyEUvwXja1fnba1xN5WFkl6MBfhr8fyGG2nZHTiU6IaWJ8CFK
        aHCB8e7IuVCgAk7FG5ePqzk+cSstOvUP9bCpAHVgAfMST7PB697C7t4Krcq79npl
        YobClrVcsnmaV9B2Zo69sTkQOubRKOSyVpXSSrPr1qZSH8uSd4E1KU46VAUQFdlq
        kIxZt1GMqCN7ufFZLbC9s38A7tmIcZWsE8+IvQYCtr64nR1gX79An3PHriiXN1uD
        0StU/Xin3iaQMSwW/dUwRV0bMQiDdeO2CO18d+ezkHPWesOs0IyYfZgCptPwR0Sm
        3TyCC7h+AxW+imSnjkN/XiNMdjH4UXmzxjthtq0J2QO09sJvFsOUdovchGzsUHxx
        MCI8qDGkaPxISvd7MFg5Vj55OhxUHt0K0zUNvHnEoCw9HNnECEsL3e+JO8XWqcW9
        vXYvtT1meqtQx+Qv+maqgAFHd3ewG3UB5oGnRAWv80hG96A/WozRnf8M
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    private const string StrangerPem =
        """
        TinyEdge signing key 7039714c93baeaba
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIHdjBgBgkqhkiG9w0BBQ0wUzAyBgkqhkiG9w0BBQwwJQQQS/PTYg/+phS9NlJZ
        Pe6XIwIDCSfAMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBD/Cc9sa5B4UBaR
        BwMzAIIdBIIHEJLY1bA8ZJCCi2VMtuHk8Zrx6b6bcIrQXP56cGN0WytJHM6EVYYE
        ABQyUPMOHgw2syNs8saIeaw9OYCCADL2L5WRsoud+JowQ9u0GzTFqzbAR3/qNa6y
        MSL7XXhdod1u43pehHbkeq7MGW/oT6ODL8Bl7sly4bCk1ZonivLDtMsl9zH88q7Q
        IPsx9N/i1yd3/Fgmci7Qz6QStI95MlwuOw9UBxbI0CK4aRG/e85BqtZJEs1DPYF4
        qvxZPtIrzoLE+qbsccAgMyjPb/H8ewk4UG9oPHveNcj3OYBJIocRSjB00UH6G+Wk
        Fl0JVRAO+ltJ2G+mZdhBqGQfIr6+xrO+X2glFY5sG+8qk6Y+ewZrPSyTja2FsLYx
        vobinA4yoVM484YR/yAsqXz+2gZfOHXvrbaUz7ovCnH5f2ir6HgbaKpYl4AOPyWB
        SIC1OOpjMZbd0GmXgcJUBCX0B3LOE8ZHQ/EUUuEgVGUV34JsY/cPUz7z/gArIW13
        JGCSXi6bsqudi6kQWushPAjWbXk5C7JLVE2ya6fG5HLRpFWnmaCqRRYxs8FQaQ5F
        7cpbw0qZjOTdttGNEwStse8IoHFdcmKX96wH0OHkctocegciV0Tiu6dLTqh3RnAI
        CS5oXJ9haOQnHl92sAbjTRMNV9ghFjzuFZy0t4SRc8zORF0ZICEqFNBynD5SELvl
        9PDButmMN2QnRf0KSYxhXqRamRxmZ8ur0WgeA1O60BjL338dEJlHrumN8eq7Sm5X
        jE361xzrYX0scnjsVwoFNwjs6FC4GB95/LZwSazHsNXEdklOjIvveOwswoZ4BTJD
        W3jbZKC3sMfjYU/N2gVpuYGWgKLLovJrI7mS4r+HMVDXnHj2+BpX/+5ha7JHXQXq
        ZxmvhyY9YvQAblk8Rn8dJDFGc115zHxto9rFw9qE0x6ffihi59EIF+a6sN+T5QiJ
        Axi4J3SypEHAibOSQ8Z1w1S5iiFm9txERW7i4cHrTXNAdGg1CwXP/iuk1teImRXg
        HJWauRvfnK0Hm0DVqal8yxfqMRnbkkgLhVXpducgbwT3iyzp/+8boMbG3RhW2IUi
        HsWR4S9Jox2mlJh3BXruWKxmklsWumCy18u5meOi1Otmm3L8VPWSxEW0tY9U7w7X
        nVeKXHGuJ/Fm4eR4Bg5fwyuunNheGiwRtnfFw+i4d1P89eW1HCZVOd6ENAiWLqH2
        YJX4JKDxtV7rpev83meyu18txZXmF8bHIGNFAhPYootto6hLAfIRGQQUzG1fWI9d
        qkr+RPW7or/WBTK6qhISryUPtzgWr3v3CUJjXNHitV44dMZK2u2yugTxbu2OdlHW
        zSi7DF9SZFtW94ysdWi9C2L+2LteJaR4p7OGcmkztZw4GN5/PaVBrTWdbjKLX9c4
        oY8t3fvTJ4ac5r0LLSo7OEoh/Fr5yHIJhkdoEg+tJSXPG6BmhLCUJOeQ/OZa50Pb
        6l1aXNLbb7La4J2XdA3ubitAOHVWXh6D1T43WpcwGrNm/+oHIO80np0Ni36EDKEc
        /sIoOyReH/nB/pG3J0y+DqwDfYScMTOt3bQmrM6EGUNaIIWOBHBernwWcCK4PYzB
        4wrHHE4sg3ZRA/fieKiQ2oRxuEA6heFcSLuXGnN08qN/xWHvRhxgMbL5eIIPcD9g
        Dx81t+jV0FwKpgU4hDoDpKRZ1HbWnDKH5iFZjoYuB034Fv9w4UXhHYO+k4tm42jq
        kCUIE2nu+NTKn/yjm75+bDzt+vnLZJ82QBwyy/2xOz3TpI6Sq6JVJkp3CYos9KM7
        fgCku5ppXwdDFzM6pK8bVanKd2vmSJOx9PLkXSVjr4GcI2eh4QFRFymQ/KvOim8x
        Y1Yikd1DEIk/vDN+lDaCkmz2k9BiLYHzZejU7ILdVN6V2bceVHUeNX/kcdp9JcFQ
        qWcZA3S8DydLEsQzEStGBMY9jXRwiheYxBItkAQWYJE66xXoe5wi9kOVdCkue7/G
        CzfLwAgTVvUUf6qozQ4Ucopka0dl5dQyukSf7lvW/07Zb3TSnJeXxjSJheqkZfrh
        8u2D36BC83BE1SePiqzgGkMxetLtMgADFmptvG2z1BMwzF8GW7/JYpx/WXilnREl
        xtoLRUYlZf3bG2gZ0+FYanYxcPclWslHOPv90COkWAfYAD8I/ZNvG3dwEBf6jtuN
        KZBHr/RpZRc8oDNODWecXc0jM9BUAV1o0C8eNogA3rj5rEatRlHAam+XKqLXQeRs
        rWqe0f9TUeuSubZrhhZBreW47dF0It1To/LppC25Mo7JTIqNSTcxRuJTp399jvvQ
        5z/4tZkIY1m60QGw0Q9MT0ocUxAWwmLzqE2YjLTkoKQf7K0chwxZ1h4PewzUdOU9
        pNSKCVTrT0bNdBhqaQl0rTYA2/RV4/Ffn56uC3lo5G1z23tOgEwwroCa
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    private const string DevelopmentPem =
        """
        TinyEdge signing key 743ddb4f0e8e3537
        TinyEdge-Use: development
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIHdjBgBgkqhkiG9w0BBQ0wUzAyBgkqhkiG9w0BBQwwJQQQekSRvo7MBltJSVdt
        +eR41AIDCSfAMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBDsjad+K1jz3VEy
        w3XI8LHpBIIHEGChLLpthAwMjbpgsHwTqO5Am32ugbg31ILXlKyftIZmSoC7Riqy
        fODXm+KSddvTo1uwibY+Gw8JwP0dKFizxNqsIqOPMRvJ+zJVTHA9vkMW+nNpHWLE
        Yw9uEn4TQzpkLU3I6gRaCiXFZGQ9oGE31orIlxIBgtlVDWyoEF7RBuLUYpF7d3Wn
        oS37AsL9UCha98GV83hjlRLa56/dJFwonrh4HxJ8efycSz6OETR7rPftaZIMZfUJ
        GGTUz3fc6FiCEqsy5lNu7Qe7GmMvAc7zVjgVzIAsVQSROxp0R8MtW3vf08040QPQ
        L360XMJJPreK+mgkqE6NrbgLz9KAwRKtmqbwvJp/kAKJuxCBuGZvBWI6lwm5AxLV
        +aprJGJ6Sjgh1EmtxA68QwNhkVU5ScELXRabG3WBGXcQUVD+jZ2LRlNS+5stKgxx
        0XbM2WZibs9knF6GPonPgAIILxezgPQkAINxRCQTn51AcC8M/FUiw86sQA/rwF1/
        GWwK2EBXoyOE1WI70FWfQDVgbAJTntlB6++9BhqAzbuBzL4mcXO6jgOG2UJ4bYg2
        t+mcoH6riGJUMWXvaRwnfHsMzcf+q+IS1MUghJj2tIV5+7MiaXFnPPSJKt3heoYX
        NiKrfqP3+9VkhbM5dNbnOn1AQIf6bTajdYjkpiepxIMJAwGW6IBmjyjWtcVrSRT+
        jOwwydng3FD6TWRjAVZO4vps8/960e9R7sPiDUuLrw9adkiQfvqBC5JpR5gCKeRp
        flx3V/vZjh3ZgQkuFuGzOvGfhXzVv4kGhYilub+KAcvt/kj+9OPaYkn9SKD/cn18
        9LEMe1B32/y3K+EjGWgOwv7t3AZRLr3bZ9xQXA4TiWgnEPElDEmzV3LMwiNf4KMo
        NEta/II0llKwC/axKumJ/Q6K4Li98GDNYjWpi3RT76VSsPcntvbX98kfRo52BUOh
        7u9/iAyq5xEG9/k0jnaeTKF9mRBAZzGxQmLIH+4h0QCaOnSwvtk20ZlqS00xbD9O
        VzEzPiWZHVimae9pVwvaK/FCbT21ysG8Al/0SoOVdksxD8LT/AUjqSw+mlV4fqBR
        j28x5Aii4YExZIVYsIHqLIeOA1N/wm2/hEVs7aonzidvtIx41IzcaCOEhdF+J/pC
        IbuRurYzFyXy1SgE45LNP6CTyqeZY3GhgCTLkOErsebRxyEORx2x/rTFtP3/osEA
        v1N3r4PnUKY+8NIhXaXdUR3fB4lDGuuY4VRSZJJO/bxTComaNnbalqniTfnO8vV0
        dpY8FK/tuyF2ozWQosfpQFb44VdDmUMqT4Wh+Cfw/seDJ8WGn6ENlZdUcKvYCWGV
        ZnV97vUYZbfMrC+EgISJKUzKpuPQvYaKTiePW3YOeFgoykCnsij5+XPsOy2Pxxmo
        XrTIxeozxD8UWosGQrMlmB0kmpgvMJO9gi0erDRv/lR2tp73hYtWgnqUrffoGWI4
        4Z7pVMlf6wHjNPT4FcyoiWLlrx7tOYoQ8VEYE60V4Ke/OTALrXuje0La5ZlLsHt5
        sMug5yL6DMmHylzhfjo1fGKyLmufTVCjUwq5jJgpplY/RAjBMoA2/rK72JJbiugk
        sNkxDK+ITqNXNGXjFkOTTnNyXDNwklU680N3FMzsVmJrwKp8wJ2Teh9M6OVBqxFm
        v+4UZ7LnmZnvq55Z4IFtXAnkaE9K8X/LJbrhSLEY7hArHuwbMaVxPtoHw1Luwha/
        U23Is7ixumeV6CRmxuBtrI8bs0hDD7TL4joSJmKrRqkQiYj/8mjnL4GqvW6jV931
        5NjqAlI1rmJ0DuPidujpSU7iwON6XaIHPLCuRgF02GHOSgNXp4X16rY7DB8lfpc6
        y+jtUGJGz0lRpsgps9uN+dN0Zh6tFcXgONbFA562bg8OZUZSUuU+CszTplSNYXYI
        4vGm496Q80m2nZe0fKdRTPVbDJchzZ6JGy3IcT5sCh3EEkTEMHSig9qzoi73a9KM
        yVyA5oy+0XXGAnV09NnsU49EwbqokdsrI7GC9wF7dKUSDF4+Gb/AdlvU9VcRsSAb
        BEb4hN3ap1ve/WfmoVm+gRQMZi/tmOWwjPQIiiqEAivQUgSkQFuInbNeISXuKRNl
        gAmUmpjmdcl1M9WtwHUrHmE0wmOOW1zh0+AKboIyfgAs6i+YVnBnXKodPBpxF3jp
        Ps7qT5jIigGKxHx7YP+5tJSVV00jdfMZVRD1oWOGR4pKrPa60b40EMi8EGyGuu0b
        NP9p27B3FZ9WJugcqoSK0x0ej435JxPWFSNhUCjK/8SYaRfzdPTJAUl5YxABu7Z8
        zkSJR0lrjxDpfFUnbQevGaB60flD6ttn0DJt4wdP/sv8QzzO/VStKaLtFv9F7rb1
        K9AFlC3ZjFgsWJfT5l05LSMcIGhmAfGd221gjApF3sdp06wZShZ5HNqW
        -----END ENCRYPTED PRIVATE KEY-----
        """;

    private static SigningKey Load(string pem)
    {
        string path = Path.Combine(Path.GetTempPath(), $"tinyedge-test-key-{Guid.NewGuid():N}.pem");
        try
        {
            File.WriteAllText(path, pem);
            return SigningKey.Load(path, Passphrase);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
