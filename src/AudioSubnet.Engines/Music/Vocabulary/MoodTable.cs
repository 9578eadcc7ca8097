namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>The moods a prompt may ask for.</summary>
internal static class MoodTable
{
    public static IReadOnlyList<Mood> All { get; } =
    [
        new("happy", 0.8, 0.65, "happily", "happiness", "cheerful", "joyful", "joyous", "joy", "merry", "cheery", "glad", "sunny",
            "feel-good", "feelgood"),
        new("upbeat", 0.7, 0.75, "lively", "bouncy", "peppy", "perky", "spirited", "catchy"),
        new("playful", 0.6, 0.6, "fun", "funny", "quirky", "silly", "whimsical", "cute", "comical", "humorous", "childlike"),
        new("energetic", 0.4, 0.9, "high-energy", "energy", "powerful", "driving", "vigorous", "pumping", "exciting", "excited", "dynamic",
            "workout", "sport"),
        new("aggressive", -0.4, 0.95, "angry", "furious", "violent", "brutal", "fierce", "rage", "intense", "heavy", "hard-hitting"),
        new("epic", 0.1, 0.85, "heroic", "majestic", "grand", "triumphant", "victorious", "glorious", "anthemic", "monumental",
            "adventurous", "battle"),
        new("uplifting", 0.8, 0.7, "inspiring", "inspirational", "motivational", "hopeful", "optimistic", "positive", "hope"),
        new("festive", 0.8, 0.75, "party", "celebration", "celebratory", "christmas", "carnival", "wedding", "summer"),
        new("sad", -0.8, 0.25, "sadness", "sorrowful", "mournful", "melancholy", "melancholic", "gloomy", "tragic", "heartbroken",
            "heartbreaking", "lonely",
            "grief", "tearful", "depressing", "wistful", "funeral"),
        new("emotional", -0.3, 0.4, "touching", "moving", "bittersweet", "heartfelt", "poignant", "longing", "yearning"),
        new("nostalgic", -0.1, 0.35, "nostalgia", "vintage", "retro", "memories", "reflective", "pensive", "introspective", "thoughtful",
            "contemplative", "autumn", "rainy"),
        new("romantic", 0.4, 0.35, "love", "tender", "sensual", "passionate", "intimate", "sentimental", "warm", "sweet"),
        new("calm", 0.3, 0.15, "calming", "peaceful", "relaxing", "relaxed", "serene", "tranquil", "gentle", "soft", "quiet", "soothing",
            "mellow", "chill",
            "chilled", "laid-back", "restful", "sleepy", "sleep", "meditative", "delicate", "easy-going", "light", "study"),
        new("dreamy", 0.3, 0.25, "ethereal", "floating", "hazy", "atmospheric", "celestial", "airy", "spacey", "space", "magical",
            "heavenly", "hypnotic", "psychedelic"),
        new("dark", -0.7, 0.5, "ominous", "sinister", "brooding", "haunting", "spooky", "scary", "eerie", "creepy", "horror", "evil",
            "menacing", "gothic", "night"),
        new("tense", -0.5, 0.65, "suspenseful", "suspense", "anxious", "nervous", "dramatic", "thriller", "urgent", "chase", "action",
            "danger"),
        new("mysterious", -0.4, 0.35, "mystery", "mystical", "enigmatic", "exotic", "strange", "weird", "curious"),
        new("solemn", -0.3, 0.3, "sacred", "serious", "noble", "stately", "dignified", "reverent", "religious", "prayer"),
        new("groovy", 0.4, 0.65, "groove", "grooving", "cool", "smooth", "sexy", "slick", "danceable", "dance", "club", "dancing"),
        new("elegant", 0.4, 0.4, "sophisticated", "graceful", "classy", "refined", "charming"),
        new("minimal", 0.0, 0.25, "minimalist", "minimalistic", "sparse", "simple", "stripped-down", "bare"),
        new("rich", 0.1, 0.6, "lush", "full", "layered", "huge", "big", "massive"),
    ];
}
