namespace Samples.LANG14
{
    public static class BrokenFirst
    {
        public static bool Run(string[] names, int at, string name)
        {
            return names[at] == name;
        }
    }

    public static class BrokenSecond
    {
        public static bool Run(string[] names, string name)
        {
            return name != names[0];
        }
    }

    public static class BrokenEquals
    {
        public static bool Run(string[] names, string name)
        {
            return string.Equals(names[0], name);
        }
    }

    public static class AllowedLocal
    {
        public static bool Run(string[] names, string name)
        {
            string first = names[0];
            return first != null && name != null && first == name && names[1] == null;
        }
    }
}
