namespace AudioSubnet.Inference.Tokenizers;

/// <summary>A token that is recognised as a whole in the text, before the model's own algorithm sees it.</summary>
/// <param name="Text">How it is written.</param>
/// <param name="Id">Its id.</param>
/// <param name="StripLeft">Takes white space before it away.</param>
/// <param name="StripRight">Takes white space after it away.</param>
/// <param name="Special">Not part of decoded text.</param>
internal sealed record AddedToken(string Text, int Id, bool StripLeft = false, bool StripRight = false, bool Special = true);
