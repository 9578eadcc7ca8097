namespace Bittensor.Wallets;

/// <summary>What a new coldkey password has to meet; existing ones are never checked.</summary>
public static class PasswordRules
{
    /// <summary>Fewest characters.</summary>
    public const int MinLength = 6;

    private const int MinDistinct = 4;

    /// <summary>Null if the password may be used, otherwise what is wrong with it.</summary>
    public static string? Problem(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (password.Length < MinLength)
            return $"A password needs at least {MinLength} characters.";
        return password.Distinct().Count() < MinDistinct ? $"A password needs at least {MinDistinct} different characters." : null;
    }
}
