using AudioSubnet.Validator.Network;

namespace AudioSubnet.Validator.Folders;

/// <summary>Answers a question with the best audio it can get.</summary>
public interface IAudioSource
{
    /// <summary>Asks.</summary>
    /// <exception cref="NobodyAnswersException">There is nobody to ask now; the same question may succeed later.</exception>
    /// <exception cref="QuestionFailedException">Miners were asked and none gave usable audio; the message says what each said.</exception>
    Task<BestAnswer> AskAsync(AudioQuestion question, CancellationToken cancellationToken);
}
