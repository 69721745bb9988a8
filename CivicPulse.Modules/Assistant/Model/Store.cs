using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CivicPulse.Modules.Assistant.Model;

internal static class Store
{
    extension(TenantDb db)
    {
        public DbSet<Question> Questions => db.Set<Question>();
    }

    public static void QuestionTables(this ModelBuilder model) => model.Entity<Question>(question =>
    {
        question.VisibleWith(AssistantPermissions.Ask, rule => rule.Owner(q => q.AccountId, always: true)).ToTable("questions").Property(q => q.Status).HasConversion<SnakeCaseEnum<AnswerStatus>>();
        // An answer never changes once given, so comparing it by reference is enough.
        question.Property(q => q.Sentences).HasColumnType("jsonb").HasConversion(
            sentences => JsonSerializer.Serialize(sentences, Wire.Json),
            json => JsonSerializer.Deserialize<IReadOnlyList<AnswerSentence>>(json, Wire.Json)!,
            new ValueComparer<IReadOnlyList<AnswerSentence>>((a, b) => ReferenceEquals(a, b), s => s.Count, s => s));
    });
}
